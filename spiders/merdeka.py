"""Merdeka.com: its news in every form since 2016, with the Banyuwangi partner channel of 2016 to 2019."""

from datetime import date

from crawler.facts import Feed, Layout, Listing, Pattern, SiteFacts, Sitemap
from crawler.site import NewsSite


class Merdeka(NewsSite):
    name = "merdeka"
    facts = SiteFacts(
        hosts=("merdeka.com",),
        sources=(
            Feed("https://www.merdeka.com/rss/", "B"),
            Sitemap("https://www.merdeka.com/sitemap.xml", "B", follow=r"/peristiwa/sitemap\.xml$"),
            Listing(
                "https://www.merdeka.com/peristiwa",
                "B",
                item="li.article__item[data-article-id]",
                link="a.article__title::attr(href)",
                title="a.article__title::text",
            ),
        ),
        article=Pattern(r"//[^/]+/[^/]+/(?:read/\d+/[^/]+/?|[^/]+\.html)$", "B"),
        exclude=Pattern(r"/(?:foto|video|slideshow)/", "B"),
        site_id=Pattern(r"/read/(\d+)/", "B"),
        date_in_url=(Pattern(r"//banyuwangi\..*-(?P<yy>\d{2})(?P<m>\d{2})(?P<d>\d{2})[a-z0-9]\.html$", "C"),),
        layouts=(
            Layout("2026", "B", body=".articles-content__body", cut=(".page-break",)),
            Layout("2025", "B", body="div.article > p", until=date(2026, 7, 23)),
            Layout("2019", "B", body=".mdk-body-paragraph, .mdk-body-paragpraph", until=date(2022, 12, 31)),
        ),
    )
