"""jatimnow.com: an East Java daily. No feed, scraper or saved page is known: the front page and the tag are read."""

from crawler.facts import Front, Listing, Pattern, SiteFacts
from crawler.site import NewsSite


class Jatimnow(NewsSite):
    name = "jatimnow"
    facts = SiteFacts(
        hosts=("jatimnow.com",),
        sources=(Front("https://jatimnow.com/", "D"), Listing("https://jatimnow.com/tag/banyuwangi", "D")),
        article=Pattern(r"/baca-\d+-[^/]+", "C"),
        site_id=Pattern(r"/baca-(\d+)-", "C"),
        layouts=(),
    )
