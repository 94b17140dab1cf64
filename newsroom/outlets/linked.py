"""JSON-LD as the sites write it."""

from __future__ import annotations

from datetime import timezone
from typing import Any

from newsroom.outlets.dates import iso
from newsroom.publication import WIB, Publication, Version


def news_article(
    piece: Publication, version: Version, url: str, publisher: str, *, zone: timezone = WIB, body: str = ""
) -> dict[str, Any]:
    """A NewsArticle; `body` is the articleBody, left out when empty."""
    value: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": {"@type": "WebPage", "@id": url},
        "headline": version.title,
        "image": {"@type": "ImageObject", "url": picture(piece)},
        "datePublished": iso(piece.published.astimezone(zone)),
        "dateModified": iso(version.at.astimezone(zone)),
        "author": {"@type": "Person", "name": piece.reporter},
        "publisher": {
            "@type": "Organization",
            "name": publisher,
            "logo": {"@type": "ImageObject", "url": f"https://{url.split('/')[2]}/assets/logo.png"},
        },
        "description": version.paragraphs[0][:160],
    }
    return value | ({"articleBody": body} if body else {})


def picture(piece: Publication) -> str:
    """The address of the picture above a piece; nothing answers there."""
    return f"https://{piece.url.split('/')[2]}/media/{piece.published:%Y/%m/%d}/{piece.slot.number}.jpg"


def breadcrumbs(*steps: tuple[str, str]) -> dict[str, Any]:
    """A BreadcrumbList of (name, URL)."""
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": at, "name": name, "item": url} for at, (name, url) in enumerate(steps, 1)
        ],
    }
