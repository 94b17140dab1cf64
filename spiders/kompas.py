"""Kompas.com: the index of its regional desk and its Surabaya pages; every channel since 2015 can be read."""

from datetime import date

from crawler.facts import Feed, Layout, Listing, Pattern, SiteFacts, Sitemap
from crawler.site import NewsSite


class Kompas(NewsSite):
    name = "kompas"
    facts = SiteFacts(
        hosts=("kompas.com",),
        sources=(
            Listing(
                "https://indeks.kompas.com/?site=regional&page={page}",
                "B",
                item=".articleItem",
                link="a.article-link::attr(href)",
            ),
            Feed("https://surabaya.kompas.com/rss", "D"),
            Sitemap("https://surabaya.kompas.com/sitemap.xml", "D"),
        ),
        article=Pattern(r"/read/\d{4}/\d{2}/\d{2}/\d+/[^/]+", "A"),
        site_id=Pattern(r"/read/(\d{4}/\d{2}/\d{2}/\d+)/", "A"),
        date_in_url=(Pattern(r"/read/(?P<y>\d{4})/(?P<m>\d{2})/(?P<d>\d{2})/", "A"),),
        layouts=(
            Layout(
                "2023",
                "A",
                body=".read__content > .clearfix",
                author=".credit-title-name",
                cut=("[class^=kompasidRec]",),
                pages="?page=all",
            ),
            Layout("2015", "A", body=".kcm-read-text, .div-read", until=date(2017, 6, 30)),
        ),
    )
