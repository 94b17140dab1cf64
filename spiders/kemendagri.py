"""Ministry of Home Affairs: the JSON list of its news. How an article's page is laid out is not known."""

from crawler.facts import Listing, Pattern, SiteFacts
from crawler.site import NewsSite


class Kemendagri(NewsSite):
    name = "kemendagri"
    facts = SiteFacts(
        hosts=("kemendagri.go.id",),
        sources=(
            Listing(
                "https://backend.kemendagri.go.id/api/v1/blogs/public?limit=100&page={page}",
                "B",
                data="| data.blogs",
                link="https://kemendagri.go.id/berita/{post_slug}",
                title="blog_name",
                published="created_at",
                pages=1,
            ),
        ),
        article=Pattern(r"//(?:www\.)?kemendagri\.go\.id/berita/[^/]+/?$", "B"),
        layouts=(),
    )
