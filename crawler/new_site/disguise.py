"""A page of others in our own words: its markup, its dates and its numbers stay, every word of its content goes.

A publisher's text does not belong into a repository. Each word is replaced by one of our own, always by the same one,
so that a headline is still the same in the page's metadata, its address and its text. Pure.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from html import escape, unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from zlib import crc32

import re2

from crawler.facts import SiteFacts
from crawler.page import phrases
from crawler.text import words
from crawler.urls import on_site
from crawler.web.charset import decode
from crawler.web.sniff import kind

_WORDS: dict[str, str] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_PHRASES = (
    "inserts", "one_word_inserts", "furniture", "ends", "notes", "not_found", "walls", "parked", "consent", "gambling",
)  # fmt: skip
_KEPT = words(_WORDS["kept"]) | {
    word for section in _PHRASES for phrase in phrases.phrases(section) for word in phrase.split()
}
_OWN = tuple(dict.fromkeys(_WORDS["own"].split()))
_SHORTEST = 3
_SLUG_WORDS = 3
_TOKENS = re2.compile(
    r"(?is)<!\[CDATA\[|<!--.*?-->|<script\b[^>]*>.*?</script>|<style\b[^>]*>.*?</style>|<[^>]*>|&#?[a-z0-9]+;"
    r"|https?://[^\s<>\"')\]]+|\pL+"
)
_WORD = re2.compile(r"\pL+")
_ADDRESS = re2.compile(r"https?://[^\s<>\"')\]]+")
_ATTRIBUTE = re2.compile(r"""(?is)([a-z][a-z0-9:_-]*)(\s*=\s*)("[^"]*"|'[^']*')""")
_TEXTS = frozenset({"content", "alt", "title", "value", "placeholder", "aria-label", "data-title", "data-page"})
_LINKS = frozenset({"href", "action", "cite", "data-url", "data-href"})
_PICTURES = frozenset({"src", "srcset", "data-src", "data-original", "data-srcset", "poster", "style"})
_SCRIPT = re2.compile(r"(?is)^(<script\b[^>]*>)(.*?)(</script>)$")
# Keys whose values name kinds of things, or tell times, in the data of a page.
_NAMES = frozenset({"@type", "@context", "type", "datePublished", "dateModified", "published_at", "date_gmt", "date"})


@dataclass(frozen=True, slots=True)
class _Host:
    """The site whose page it is: words of its own name stay, since pages put it behind their titles."""

    facts: SiteFacts

    def keeps(self, word: str) -> bool:
        return len(word) > _SHORTEST and any(word in host for host in self.facts.hosts)


def disguise(body: bytes, facts: SiteFacts) -> bytes:
    """A page, feed, sitemap or JSON answer in our own words, as UTF-8."""
    text, _ = decode(body, None)
    host = _Host(facts)
    if kind(body) == "json":
        return json.dumps(_of_data(json.loads(text, strict=False), host), ensure_ascii=False, indent=1).encode()
    return _markup(text, host).replace("windows-1252", "utf-8").encode("utf-8", "replace")


def disguise_url(url: str, facts: SiteFacts) -> str:
    """An address whose headline is in our own words; the addresses of others lose all but their host."""
    return _address(url, _Host(facts))


def _markup(text: str, host: _Host) -> str:
    return str(_TOKENS.sub(lambda found: _token(found.group(0), host), text))


def _token(token: str, host: _Host) -> str:
    if token.startswith(("<![CDATA[", "&", "<?", "</")):
        return token
    if token.startswith("<!--"):
        return ""
    lowered = token[:8].lower()
    if lowered.startswith("<script"):
        return _script(token, host)
    if lowered.startswith("<style"):
        return ""
    if token.startswith("<"):
        return str(_ATTRIBUTE.sub(lambda found: _attribute(found, host), token))
    return _address(token, host) if "://" in token else _own(token, host)


def _script(token: str, host: _Host) -> str:
    """A script that holds data keeps it; what is code goes."""
    found = _SCRIPT.match(token)
    head, text, tail = found.groups() if found else (token, "", "")
    if not text.strip().startswith(("{", "[")):
        return f"{head}{tail}" if "src=" in head.lower() else ""
    try:
        data = json.loads(text.strip().rstrip(";"), strict=False)
    except (ValueError, RecursionError):
        return ""
    return head + json.dumps(_of_data(data, host), ensure_ascii=False).replace("</", "<\\/") + tail


def _attribute(found: Any, host: _Host) -> str:
    name, equals, quoted = found.groups()
    quote, value, lowered = quoted[0], quoted[1:-1], name.lower()
    if lowered in _LINKS:
        value = _address(value, host)
    elif lowered in _PICTURES:
        value = "" if lowered == "style" else "/gambar.jpg"
    elif lowered in _TEXTS:
        value = _in_attribute(value, host)
    return f"{name}{equals}{quote}{value}{quote}"


def _in_attribute(value: str, host: _Host) -> str:
    plain = unescape(value)
    if plain.lstrip().startswith(("{", "[")):
        try:
            return escape(json.dumps(_of_data(json.loads(plain, strict=False), host), ensure_ascii=False))
        except (ValueError, RecursionError):
            return ""
    # One word alone names a kind of thing: article, website, id_ID.
    return _markup(value, host) if " " in plain.strip() or "://" in plain else value


def _of_data(value: Any, host: _Host, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _of_data(one, host, str(name)) for name, one in value.items()}
    if isinstance(value, list):
        return [_of_data(one, host, key) for one in value]
    if not isinstance(value, str) or key in _NAMES:
        return value
    if key == "slug" or (" " not in value and "/" not in value and value.count("-") >= _SLUG_WORDS - 1):
        return _segment(value, host)
    return _markup(value, host)


def _address(url: str, host: _Host) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if parts.scheme not in ("", "http", "https"):
        return "#"
    if parts.netloc and not on_site(url if parts.scheme else f"https:{url}", host.facts):
        return f"{parts.scheme or 'https'}://{parts.netloc}/"
    path = "/".join(_segment(segment, host) for segment in parts.path.split("/"))
    return urlunsplit(parts._replace(path=path, fragment=""))


def _segment(segment: str, host: _Host) -> str:
    """A part of a path: a headline's words go, a folder's name and numbers stay."""
    stem, dot, ending = segment.rpartition(".") if "." in segment else (segment, "", "")
    pieces = (stem or ending).split("-")
    if len(pieces) < _SLUG_WORDS:
        return segment
    # As in baca-98363-judul: the word before the number is the site's.
    first = 1 if len(pieces) > 1 and pieces[1].isdecimal() else 0
    changed: Callable[[str], str] = lambda word: str(_WORD.sub(lambda found: _own(found.group(0), host), word))  # noqa: E731
    told = "-".join([*pieces[:first], *map(changed, pieces[first:])])
    return f"{told}{dot}{ending}" if stem else told


def _own(word: str, host: _Host) -> str:
    """Our own word in place of another, in the same letters' case."""
    plain = word.lower()
    if len(plain) < _SHORTEST or plain in _KEPT or host.keeps(plain):
        return word
    own = _OWN[crc32(plain.encode()) % len(_OWN)]
    if word.isupper():
        return own.upper()
    return own.capitalize() if word[0].isupper() else own
