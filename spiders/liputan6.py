"""Liputan6.com: its regional and Surabaya feeds and its East Java channels; every channel since 2015 can be read."""

from datetime import date

from crawler.facts import Feed, Layout, Listing, Pattern, SiteFacts
from crawler.site import NewsSite


class Liputan6(NewsSite):
    name = "liputan6"
    facts = SiteFacts(
        hosts=("liputan6.com",),
        sources=(
            Feed("https://feed.liputan6.com/rss/regional", "B"),
            Feed("https://feed.liputan6.com/rss/surabaya", "B"),
            Listing("https://www.liputan6.com/jatim", "B", item="[data-article-id]", published="time::attr(datetime)"),
        ),
        article=Pattern(r"/read/\d+/[^/]+", "A"),
        site_id=Pattern(r"/read/(\d+)/", "A"),
        layouts=(
            Layout("2025", "B", body=".article-content-body__item-content"),
            Layout("2015", "A", body=".read-page__content-body", until=date(2016, 9, 30)),
        ),
    )
