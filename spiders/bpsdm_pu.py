"""Training at the Ministry of Public Works: bpsdm.pu.go.id and the WordPress sites of its Balai below pu.go.id."""

from crawler.facts import Front, Layout, Pattern, SiteFacts, WordPress
from crawler.site import NewsSite


class BpsdmPu(NewsSite):
    name = "bpsdm_pu"
    facts = SiteFacts(
        hosts=("pu.go.id",),
        sources=(
            Front("https://bpsdm.pu.go.id/v2/", "D"),
            Front("https://bpsdm.pu.go.id/", "D"),
            WordPress("https://bpsdm.pu.go.id", "D"),
        ),
        article=Pattern(r"/bacaberita/[^/]+|//[^/]+/(?:\d{4}/\d{2}/\d{2}/)?[^/]+-[^/]+-[^/]+-[^/]+/?$", "C"),
        layouts=(Layout("WordPress", "D", body=".entry-content", title=".entry-title"),),
    )
