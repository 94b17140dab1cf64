"""banyuwangihits.id: a local outlet of which only the name is known."""

from crawler.facts import wordpress_site
from crawler.site import NewsSite


class Banyuwangihits(NewsSite):
    name = "banyuwangihits"
    facts = wordpress_site("https://banyuwangihits.id")
