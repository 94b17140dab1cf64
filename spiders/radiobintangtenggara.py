"""Radio Bintang Tenggara: a Banyuwangi station's news, whose addresses hold the day; seen in 2016, without https."""

from crawler.facts import wordpress_site
from crawler.site import NewsSite


class Radiobintangtenggara(NewsSite):
    name = "radiobintangtenggara"
    facts = wordpress_site("http://www.radiobintangtenggara.com")
