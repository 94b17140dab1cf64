"""Addresses: one spelling for one article, and what an address alone tells of it."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import SplitResult, parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

import re2
from w3lib.url import canonicalize_url

from crawler.facts import SiteFacts
from crawler.text import words

# Parameters that say how or from where a page is read; only used where no site file says which ones matter.
_TRACKING = words(
    "amp dclid fbclid gclid igshid jxrecoid mc_cid mc_eid mobile msclkid noamp outputtype single source yclid"
)
_DEFAULT_PORTS = {"http": 80, "https": 443}


def absolute(href: str, base: str) -> str | None:
    """`href` as an http(s) address; None for an empty, a broken or any other one."""
    try:
        joined = urljoin(base, href.strip()) if href.strip() else ""
        return joined if urlsplit(joined).scheme in ("http", "https") and urlsplit(joined).hostname else None
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def canonical(url: str, facts: SiteFacts | None = None) -> str:
    """The one spelling of an article's address, idempotent.

    Page parts, AMP and mobile forms, tracking parameters, default ports, `..`, doubled slashes and fragments go;
    with `facts` only the site's `keep_query` parameters stay. The scheme is kept, since an old site may answer to
    one only. What is no plain http(s) address comes back as it is, without the blanks around it. Remembered, since a
    list shows mostly the same addresses from poll to poll, and each is asked about several times.
    """
    url = url.strip()
    if _split(url) is None:
        return url
    shorter = _shortened(url, facts)
    while shorter != url:  # a part that was cut may have hidden another one
        url, shorter = shorter, _shortened(shorter, facts)
    return shorter


def _shortened(url: str, facts: SiteFacts | None) -> str:
    parts = urlsplit(canonicalize_url(_unescaped(url)))
    host, path = _desktop(_host(parts), _tidy_path(parts.path), facts)
    whole = parts._replace(netloc=_with_port(host, parts), path=path, query=_kept_query(parts.query, facts))
    return _without_page(urlunsplit(whole), facts)


def on_site(url: str, facts: SiteFacts) -> bool:
    """Whether it is a plain http(s) address on one of the site's hosts or below one; never raises."""
    return own_host(url, facts) is not None


def own_host(url: str, facts: SiteFacts) -> str | None:
    """The site's host that a plain http(s) address is on or below, the longest of several; never raises."""
    parts = _split(url.strip())
    if parts is None:
        return None
    host = _host(parts)
    return max((own for own in facts.hosts if host == own or host.endswith(f".{own}")), key=len, default=None)


def is_front(url: str) -> bool:
    """Whether the address is a site's or a subdomain's front page."""
    parts = _split(url.strip())
    return parts is not None and parts.path.strip("/") in ("", "index.php", "index.html") and not parts.query


def is_article(url: str, facts: SiteFacts) -> bool:
    """Whether the address has the form of one of the site's articles."""
    if not on_site(url, facts):
        return False
    address = canonical(url, facts)
    if facts.exclude is not None and _pattern(facts.exclude.regex).search(address):
        return False
    return _pattern(facts.article.regex).search(address) is not None


def key(url: str, facts: SiteFacts | None) -> str:
    """What the site's article is known by: the site's own id where the address holds one, else the address.

    The address as a key has neither scheme, `www.` nor final slash, so that its four spellings are one article.
    """
    address = canonical(url, facts)
    own = site_id(address, facts) if facts else None
    return own or address.partition("://")[2].removeprefix("www.").rstrip("/") or address


def site_id(url: str, facts: SiteFacts) -> str | None:
    """The site's own id of the article, where the address holds one."""
    address = canonical(url, facts)
    if facts.site_id is None or _split(address) is None:
        return None
    found = _pattern(facts.site_id.regex).search(address)
    return str(found.group(1)) if found and found.group(1) else None


def date_from_url(url: str, facts: SiteFacts) -> date | None:
    """The day that the address states as the day of publication; None where it states none or no real one."""
    address = canonical(url, facts)
    for pattern in facts.date_in_url if _split(address) else ():
        found = _pattern(pattern.regex).search(address)
        if found:
            return _day(found.groupdict())
    return None


def _day(groups: dict[str, str | None]) -> date | None:
    year = groups.get("y") or f"20{groups.get('yy')}"
    try:
        return date(int(year), int(groups["m"] or ""), int(groups["d"] or ""))
    except ValueError:
        return None


# Blanks, control characters, halves of surrogates and backslashes.
_UNPLAIN = frozenset(map(chr, (*range(33), *range(0xD800, 0xE000)))) | {"\\", "\x7f"}


@lru_cache(maxsize=256)
def _pattern(regex: str) -> Any:
    return re2.compile(regex)


def _split(url: str) -> SplitResult | None:
    """The parts of a plain http(s) address, None for any other.

    Browsers and parsers disagree about user names, backslashes, blanks and letters beyond ASCII in a host: such an
    address is never taken for one of a site's. Neither is one with half a surrogate, which JSON may hold and nobody
    can ask for.
    """
    if not _UNPLAIN.isdisjoint(url):
        return None
    try:
        parts = urlsplit(url)
        port_is_valid = parts.port is None or parts.port > 0
    except ValueError:
        return None
    host = parts.hostname or ""
    is_plain = host.isascii() and "@" not in parts.netloc and "%" not in host and host.strip(".") != ""
    return parts if parts.scheme in _DEFAULT_PORTS and is_plain and port_is_valid else None


def _unescaped(url: str) -> str:
    """The address without the `&amp;` of HTML, which some pages escape twice."""
    while "&amp;" in url:
        url = url.replace("&amp;", "&")
    return url


def _host(parts: SplitResult) -> str:
    return (parts.hostname or "").rstrip(".")


def _with_port(host: str, parts: SplitResult) -> str:
    if ":" in host:
        host = f"[{host}]"
    return host if parts.port in (None, _DEFAULT_PORTS[parts.scheme]) else f"{host}:{parts.port}"


def _tidy_path(path: str) -> str:
    """The path without `.`, `..` and doubled slashes (RFC 3986, 5.2.4)."""
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment not in ("", "."):
            kept.append(segment)
    ends_open = segments[-1] in ("", ".", "..") and bool(kept)
    return "/" + "/".join(kept) + ("/" if ends_open else "")


def _desktop(host: str, path: str, facts: SiteFacts | None) -> tuple[str, str]:
    """Host and path of the page that a desktop reader gets, for the mobile and AMP forms of it."""
    segments = path.split("/")
    own_hosts = facts.hosts if facts else ()
    if host in {f"amp.{own}" for own in own_hosts} and len(segments) > 3 and segments[2] == "read":
        # kompas: amp.kompas.com/money/read/... is money.kompas.com/read/...
        host, segments = f"{segments[1]}{host[3:]}", ["", *segments[2:]]
    elif host in {f"m.{own}" for own in own_hosts}:
        host = f"www{host[1:]}"
    if segments[1] == "amp":
        del segments[1]
    if segments[-1] == "amp" or segments[-2:] == ["amp", ""]:
        del segments[-1]
    return host, "/".join(segments)


def _kept_query(query: str, facts: SiteFacts | None) -> str:
    pairs = parse_qsl(query, keep_blank_values=True)
    if facts is not None:
        return urlencode(sorted(pair for pair in pairs if pair[0] in facts.keep_query))
    return urlencode(sorted(pair for pair in pairs if not _says_how_to_read(*pair)))


def _says_how_to_read(name: str, value: str) -> bool:
    """Whether a parameter changes how the page is shown or counted, not which article it shows."""
    name = name.lower()
    if name == "page":  # a number of pages, not the page=berita of a small CMS
        return value == "all" or value.isdigit()
    return name in _TRACKING or name.startswith(("utm_", "ga_", "_"))


def _without_page(url: str, facts: SiteFacts | None) -> str:
    """The address without the `/2` of a long article's second page."""
    parts = urlsplit(url)
    head, _, last = parts.path.rstrip("/").rpartition("/")
    if not (last.isascii() and last.isdigit() and len(last) <= 2 and head):
        return url
    slug = head.rpartition("/")[2]
    shorter = urlunsplit(parts._replace(path=head))
    if facts is not None:
        is_page = _pattern(facts.article.regex).search(shorter) is not None
    else:
        is_page = slug.endswith(".html") or slug.count("-") >= 2
    return shorter if is_page else url
