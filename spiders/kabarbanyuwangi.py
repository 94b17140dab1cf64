"""kabarbanyuwangi.info: a local outlet on WordPress, with addresses that end in .html."""

from crawler.facts import Layout, Pattern, SiteFacts, WordPress
from crawler.site import NewsSite


class Kabarbanyuwangi(NewsSite):
    name = "kabarbanyuwangi"
    facts = SiteFacts(
        hosts=("kabarbanyuwangi.info",),
        sources=(WordPress("https://www.kabarbanyuwangi.info", "D"),),
        article=Pattern(r"//[^/]+/[^/]+\.html$", "C"),
        layouts=(
            Layout(
                "WordPress", "D", body=".entry-content", title=".entry-title", cut=(".page-links",), pages="/{page}"
            ),
        ),
    )
