"""suaraindonesia.co.id: an East Java outlet on software of its own. Only the form of its addresses is known."""

from crawler.facts import Feed, Front, Pattern, SiteFacts
from crawler.site import NewsSite


class Suaraindonesia(NewsSite):
    name = "suaraindonesia"
    facts = SiteFacts(
        hosts=("suaraindonesia.co.id",),
        sources=(Front("https://suaraindonesia.co.id/", "D"), Feed("https://suaraindonesia.co.id/feed", "D")),
        article=Pattern(r"/news/[^/]+/[0-9a-f]{13}/[^/]+", "C"),
        site_id=Pattern(r"/news/[^/]+/([^/]+)/", "C"),
        layouts=(),
    )
