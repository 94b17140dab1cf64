"""seblang.com: a local outlet. Its software is not known: WordPress's own listing is tried, and the front page."""

from crawler.facts import Front, Pattern, SiteFacts, WordPress
from crawler.site import NewsSite


class Seblang(NewsSite):
    name = "seblang"
    facts = SiteFacts(
        hosts=("seblang.com",),
        sources=(WordPress("https://seblang.com", "D", query="banyuwangi"), Front("https://seblang.com/", "D")),
        article=Pattern(r"/berita/[^/]+", "C"),
        layouts=(),
    )
