"""The causes of a site's trouble: a closed set, each with what it asks of the administrator."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Cause = Literal[
    "redesign", "bodies_empty", "field_lost", "fewer_items", "feed_dead", "soft_404", "parked", "hacked", "challenge",
    "consent", "login", "refused", "unreachable", "silent", "holiday", "answers_all",
]  # fmt: skip

# What each cause asks of the administrator.
STEPS: Mapping[Cause, str] = {
    "redesign": "open it in a browser and correct the selectors in the site file, then run `jujugan reread`",
    "bodies_empty": "open an article in a browser: correct the layout's `body`, then run `jujugan reread`; where only "
    "a script shows the text, look for the page's data",
    "field_lost": "open an article in a browser and correct that selector in the site file, then run `jujugan reread`",
    "fewer_items": "compare the site's front page with its source: part of its news may be listed elsewhere now",
    "feed_dead": "look for the feed's new address on the front page and correct the site file",
    "soft_404": "open one of the articles: the site may have moved them, or its server may be broken",
    "parked": "nothing is taken from it; if the outlet has a new domain, correct `hosts` and the sources",
    "hacked": "nothing that advertises gambling is taken from it; tell the site's owner, and wait until it is clean",
    "challenge": "nothing works around it; ask the site to let this program in, or read it less often",
    "consent": "nothing works around it; look for a feed or sitemap that is not behind it",
    "login": "nothing works around it; look for a feed or sitemap that is open",
    "refused": "the site does not want to be read; ask its webmaster, who finds you by the contact we send",
    "unreachable": "open it in a browser: if it works there, look at this machine's network, else wait",
    "silent": "open the site: if it has news, its sources have stopped telling of them",
    "holiday": "nothing: the site is quiet, as it is on holidays",
    "answers_all": "nothing: pages that look like this one are taken for no article",
}
