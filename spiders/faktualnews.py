"""FaktualNews.co: an East Java outlet on WordPress, whose addresses hold the day and a number."""

from crawler.facts import Front, Layout, Pattern, SiteFacts, WordPress
from crawler.site import NewsSite


class Faktualnews(NewsSite):
    name = "faktualnews"
    facts = SiteFacts(
        hosts=("faktualnews.co",),
        sources=(WordPress("https://faktualnews.co", "D", query="banyuwangi"), Front("https://faktualnews.co/", "D")),
        article=Pattern(r"/\d{4}/\d{2}/\d{2}/[^/]+/\d{3,}/?$", "C"),
        site_id=Pattern(r"/(\d{3,})/?$", "C"),
        date_in_url=(Pattern(r"/(?P<y>\d{4})/(?P<m>\d{2})/(?P<d>\d{2})/", "C"),),
        layouts=(Layout("WordPress", "D", body=".entry-content"),),
    )
