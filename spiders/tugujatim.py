"""tugujatim.id: an East Java outlet on WordPress."""

from crawler.facts import wordpress_site
from crawler.site import NewsSite


class Tugujatim(NewsSite):
    name = "tugujatim"
    facts = wordpress_site("https://tugujatim.id", query="banyuwangi")
