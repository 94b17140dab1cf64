"""ngopibareng.id: an East Java daily. Only the form of its addresses is known: the front page is read."""

from crawler.facts import Front, Pattern, SiteFacts
from crawler.site import NewsSite


class Ngopibareng(NewsSite):
    name = "ngopibareng"
    facts = SiteFacts(
        hosts=("ngopibareng.id",),
        sources=(Front("https://ngopibareng.id/", "D"),),
        article=Pattern(r"/read/[^/]+", "C"),
        layouts=(),
    )
