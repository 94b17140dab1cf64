"""BangsaOnline: an East Java daily on software of its own. Known are its feed's name and its addresses."""

from crawler.facts import Feed, Front, Pattern, SiteFacts
from crawler.site import NewsSite


class Bangsaonline(NewsSite):
    name = "bangsaonline"
    facts = SiteFacts(
        hosts=("bangsaonline.com",),
        sources=(Feed("https://bangsaonline.com/feed/", "D"), Front("https://bangsaonline.com/", "D")),
        article=Pattern(r"/berita/\d+/[^/]+", "B"),
        site_id=Pattern(r"/berita/(\d+)/", "B"),
        layouts=(),
    )
