"""WordPress: its REST listing of posts, and the feed for where that is shut."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, quote_plus, urlsplit

from crawler.facts import WordPress
from crawler.lists.feeds import plain_title, read_feed
from crawler.lists.found import Link, Listed
from crawler.urls import absolute
from crawler.web.sniff import kind

PER_PAGE = 50
_FIELDS = "id,date_gmt,modified_gmt,title,link"


def posts_url(source: WordPress, page: int = 1) -> str:
    """The address of one page of the REST listing, newest posts first."""
    search = f"&search={quote_plus(source.query)}" if source.query else ""
    further = f"&page={page}" if page > 1 else ""
    return f"{source.url.rstrip('/')}/wp-json/wp/v2/posts?per_page={PER_PAGE}&_fields={_FIELDS}{search}{further}"


def feed_url(source: WordPress) -> str:
    """The feed of the same posts."""
    root = source.url.rstrip("/")
    return f"{root}/?s={quote_plus(source.query)}&feed=rss2" if source.query else f"{root}/feed/"


def read_wordpress(
    body: bytes,
    url: str,
    source: WordPress,
    pages: int,
    read_date: Callable[[str], datetime | None],
    is_article: Callable[[str], bool],
) -> Listed:
    """The posts of a REST page, with the next page while pages are full; an answer that is none leads to the feed."""
    if url == feed_url(source):
        return read_feed(body, url, read_date, is_article)
    try:
        posts = _posts(body)
    except (ValueError, RecursionError):
        return Listed(more=(feed_url(source),), problem=f"{url} answers with what is neither posts nor a page")
    if posts is None:
        return Listed(more=(feed_url(source),))
    page = _page_number(url)
    links = tuple(link for post in posts if (link := _link(post, url)))
    further = (posts_url(source, page + 1),) if len(posts) >= PER_PAGE and page < pages else ()
    if posts and not links:
        return Listed(problem=f"{url} lists {len(posts)} posts, none with an address")
    empty = page == 1 and not source.query and not links
    return Listed(links, further, f"{url} lists no posts: does the site still publish?" if empty else None)


def _posts(body: bytes) -> list[Any] | None:
    """The posts; None for WordPress's own errors and for a page, which a site without REST shows.

    Raises ValueError and RecursionError for anything else.
    """
    if kind(body) == "html":
        return None
    answer = json.loads(body)
    if isinstance(answer, list):
        return answer
    if not isinstance(answer, dict) or "code" not in answer:  # by which WordPress says what is wrong
        raise ValueError("neither posts nor an error")
    return [] if answer["code"] == "rest_post_invalid_page_number" else None


def _page_number(url: str) -> int:
    stated = parse_qs(urlsplit(url).query).get("page", ["1"])[0]
    return int(stated) if stated.isdecimal() else 1


def _link(post: Any, base: str) -> Link | None:
    if not isinstance(post, dict) or not isinstance(post.get("link"), str):
        return None
    address = absolute(post["link"], base)
    title = post.get("title")
    rendered = title.get("rendered") if isinstance(title, dict) else None
    if address is None:
        return None
    return Link(
        url=address,
        title=plain_title(rendered) if isinstance(rendered, str) else None,
        published=_gmt(post.get("date_gmt")),
        modified=_gmt(post.get("modified_gmt")),
    )


def _gmt(stated: Any) -> datetime | None:
    # The REST answer writes UTC without saying so: read as a local time it would be seven hours off.
    try:
        return datetime.fromisoformat(str(stated)).replace(tzinfo=UTC)
    except ValueError:
        return None
