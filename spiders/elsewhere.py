"""The press of no site of ours, such as the visitors' own at home: found by news searches for the watched place."""

from crawler.facts import Pattern, Query, SiteFacts
from crawler.press.elsewhere import SearchSite


class Elsewhere(SearchSite):
    name = "elsewhere"
    facts = SiteFacts(
        hosts=("news.google.com",),
        sources=(),
        queries=(
            Query(
                "https://api.gdeltproject.org/api/v2/doc/doc?query={query}+sourcelang%3Aindonesian&mode=artlist"
                "&format=json&maxrecords=250&sort=datedesc"
                "&startdatetime={since:%Y%m%d%H%M%S}&enddatetime={until:%Y%m%d%H%M%S}",
                "B",
                form="gdelt",
                items=250,
                terms=24,
                apart=6,
                hourly=12,
                days=90,
            ),
            Query(
                "https://www.bing.com/news/search?q={query}&format=rss&count=50",
                "D",
                form="bing",
                items=50,
                terms=24,
                apart=6,
                hourly=12,
            ),
            Query(
                "https://news.google.com/rss/search?q={query}+after%3A{since:%Y-%m-%d}+before%3A{until:%Y-%m-%d}"
                "&hl=id&gl=ID&ceid=ID:id",
                "B",
                form="google",
                items=100,
                terms=24,
                apart=6,
                hourly=24,
                days=36500,
            ),
        ),
        article=Pattern(r"/(?:articles|read)/[^/?]+", "B"),
        layouts=(),
    )
