"""mediakampung.com: a local outlet whose addresses hold the day. Only their form is known: the front page is read."""

from crawler.facts import Front, Pattern, SiteFacts
from crawler.site import NewsSite


class Mediakampung(NewsSite):
    name = "mediakampung"
    facts = SiteFacts(
        hosts=("mediakampung.com",),
        sources=(Front("https://mediakampung.com/", "D"),),
        article=Pattern(r"/meka-\d{13}/[^/]+", "C"),
        site_id=Pattern(r"/(meka-\d{13})/", "C"),
        date_in_url=(Pattern(r"/meka-(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})", "C"),),
        layouts=(),
    )
