"""ganeshabwi.com: a local outlet, seen under addresses of the form /?p=NUMBER."""

from crawler.facts import wordpress_site
from crawler.site import NewsSite


class Ganeshabwi(NewsSite):
    name = "ganeshabwi"
    facts = wordpress_site("https://ganeshabwi.com")
