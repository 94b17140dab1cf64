"""JATIM TIMES: a network of East Java papers with one numbering. Its "sitemap" is a feed."""

from crawler.facts import Feed, Front, Layout, Pattern, SiteFacts
from crawler.site import NewsSite


class Jatimtimes(NewsSite):
    name = "jatimtimes"
    facts = SiteFacts(
        hosts=("jatimtimes.com",),
        sources=(Feed("https://jatimtimes.com/sitemap.xml", "B"), Front("https://jatimtimes.com/", "D")),
        article=Pattern(r"/baca/\d+/\d{8}/\d{6}/[^/]+", "C"),
        site_id=Pattern(r"/baca/(\d+)/", "C"),
        date_in_url=(Pattern(r"/baca/\d+/(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})/", "C"),),
        layouts=(Layout("2022", "B", body="div.isi"),),
    )
