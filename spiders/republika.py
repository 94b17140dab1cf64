"""Republika: its feed and index. Its robots.txt shuts out Scrapy by name, not us; its rules for all are obeyed."""

from datetime import date

from crawler.facts import Feed, Layout, Listing, Pattern, SiteFacts
from crawler.site import NewsSite


class Republika(NewsSite):
    name = "republika"
    facts = SiteFacts(
        hosts=("republika.co.id",),
        sources=(
            Feed("https://www.republika.co.id/rss", "B"),
            Listing("https://republika.co.id/index/{page}", "B", item=".list-group-item", first=0, step=50),
        ),
        article=Pattern(r"/berita/(?:.+/)?[a-z0-9]{6}\d{3}[/-][^/]+", "A"),
        site_id=Pattern(r"/([a-z0-9]{6}\d{3})[/-]", "A"),
        date_in_url=(Pattern(r"/(?P<yy>\d{2})/(?P<m>\d{2})/(?P<d>\d{2})/", "A"),),
        layouts=(
            Layout("2025", "B", body=".article-content article", cut=(".picked-article",)),
            Layout("2016", "A", body=".content-detail, .teaser.global-detail", until=date(2019, 12, 31)),
        ),
    )
