"""Tribun network: the East Java editions of tribunnews.com; articles of every edition can be read."""

from crawler.facts import Feed, Layout, Listing, Pattern, SiteFacts, Sitemap
from crawler.site import NewsSite


class Tribunnews(NewsSite):
    name = "tribunnews"
    facts = SiteFacts(
        hosts=("tribunnews.com",),
        sources=(
            Feed("https://surabaya.tribunnews.com/rss", "B"),
            Feed("https://jatim.tribunnews.com/rss", "B"),
            Feed("https://jatim-timur.tribunnews.com/rss", "B"),
            Sitemap("https://www.tribunnews.com/sitemap.xml", "B", follow=r"/regional/sitemap-news\.xml$"),
            Listing(
                "https://surabaya.tribunnews.com/index-news?date={date.year}-{date.month}-{date.day}&page={page}",
                "B",
                item="ul.lsi > li, li.ptb15",
                link="h3 a::attr(href)",
                title="h3 a::text",
                published="time::text",
            ),
        ),
        article=Pattern(r"/\d{4}/\d{2}/\d{2}/[^/]+|//[^/]+/[^/]+/\d{5,}/[^/]+", "A"),
        exclude=Pattern(r"/topic/", "B"),
        site_id=Pattern(r"//([^/]+/[^/]+/\d{5,})/", "B"),
        date_in_url=(Pattern(r"/(?P<y>\d{4})/(?P<m>\d{2})/(?P<d>\d{2})/", "A"),),
        layouts=(
            Layout(
                "2020",
                "A",
                body=".side-article.txt-article",
                author="#penulis",
                cut=("p.baca", "blockquote.summary-article"),
                pages="?page={page}",
            ),
        ),
    )
