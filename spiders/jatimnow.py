"""jatimnow.com: an East Java daily. No scraper or saved page is known: what its software usually has is tried."""

from crawler.facts import Feed, Front, Listing, Pattern, SiteFacts, Sitemap
from crawler.site import NewsSite


class Jatimnow(NewsSite):
    name = "jatimnow"
    facts = SiteFacts(
        hosts=("jatimnow.com",),
        sources=(
            Front("https://jatimnow.com/", "D"),
            Listing("https://jatimnow.com/tag/banyuwangi", "D"),
            Feed("https://jatimnow.com/rss", "D"),
            Feed("https://jatimnow.com/feed", "D"),
            Sitemap("https://jatimnow.com/sitemap.xml", "D"),
        ),
        article=Pattern(r"/baca-\d+-[^/]+", "C"),
        site_id=Pattern(r"/baca-(\d+)-", "C"),
        layouts=(),
    )
