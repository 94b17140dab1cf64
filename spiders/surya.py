"""surya.co.id: the old name of Tribun's Surabaya paper, whose articles are read by `tribunnews`, while it answers."""

from crawler.facts import Front, Layout, Pattern, SiteFacts
from crawler.site import NewsSite


class Surya(NewsSite):
    name = "surya"
    facts = SiteFacts(
        hosts=("surya.co.id",),
        sources=(Front("https://surya.co.id/", "D"),),
        article=Pattern(r"/\d{4}/\d{2}/\d{2}/[^/]+", "D"),
        date_in_url=(Pattern(r"/(?P<y>\d{4})/(?P<m>\d{2})/(?P<d>\d{2})/", "D"),),
        layouts=(Layout("Tribun", "D", body=".side-article.txt-article", cut=("p.baca",)),),
    )
