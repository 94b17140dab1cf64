"""detik Jatim: the East Java pages of detik.com; articles of every channel since 2015 can be read."""

from datetime import date

from crawler.facts import Feed, Layout, Listing, Pattern, SiteFacts
from crawler.site import NewsSite


class Detik(NewsSite):
    name = "detik"
    facts = SiteFacts(
        hosts=("detik.com",),
        sources=(
            Feed("https://www.detik.com/jatim/rss", "B"),
            Listing(
                "https://www.detik.com/jatim/indeks?date={date:%m/%d/%Y}&page={page}",
                "B",
                item="article.list-content__item",
                link="h3.media__title a.media__link::attr(href)",
                title="h3.media__title a.media__link::text",
                published="div.media__date span[d-time]::attr(title)",
            ),
        ),
        article=Pattern(r"/d-\d+|/read/\d{4}/\d{2}/\d{2}/\d+/\d+/", "A"),
        exclude=Pattern(r"//20\.detik\.com/|/foto-|/video/", "B"),
        site_id=Pattern(r"/(?:d-|read/\d{4}/\d{2}/\d{2}/\d+/)(\d+)", "A"),
        date_in_url=(Pattern(r"/read/(?P<y>\d{4})/(?P<m>\d{2})/(?P<d>\d{2})/", "C"),),
        layouts=(
            Layout("2023", "A", body=".detail__body-text", cut=(".noncontent",), pages="/{page}"),
            Layout("2015", "A", body=".text_detail", author=".author strong", until=date(2018, 12, 31)),
        ),
    )
