"""kabarbaik.co: an outlet on WordPress that reports from Banyuwangi too."""

from crawler.facts import wordpress_site
from crawler.site import NewsSite


class Kabarbaik(NewsSite):
    name = "kabarbaik"
    facts = wordpress_site("https://kabarbaik.co", query="banyuwangi")
