"""Texts that mean harm, on every page that shows them, in a real browser: nothing runs, nothing becomes markup."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pytest

from article import Fact, Visit
from config import Config
from digest import compose
from storage import decisions
from storage.database import Database
from storage.searching import saved
from tests.storing import NOW, begin, save, synthetic_article

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(shutil.which("chromium") is None, reason="no Chromium on this machine"),
]

_BASE = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>", "<svg/onload=alert(1)//",
    "<iframe srcdoc='<script>alert(1)</script>'>", "<details open ontoggle=alert(1)>", "<body onload=alert(1)>",
    "<input autofocus onfocus=alert(1)>", "<a href=javascript:alert(1)>x</a>", "<math><img src onerror=alert(1)>",
    "<style>@import 'javascript:alert(1)'</style>", "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<form action=javascript:alert(1)><button autofocus>x</form>", "<video><source onerror=alert(1)></video>",
    "<div hx-get='/' hx-trigger='load' hx-on:htmx:after:swap='alert(1)'>", "<b data-hx-get=/x data-hx-trigger=load>",
    "<template hx type=partial hx-target=body><img src=x onerror=alert(1)></template>",
    "{{ 7 * 7 }}{% raw %}<script>alert(1)</script>", "javascript:alert(1)", "data:text/html,<script>alert(1)</script>",
    "<marquee onstart=alert(1)>", "<object data=javascript:alert(1)>", "<embed src=javascript:alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>", "<xmp><p title='</xmp><svg onload=alert(1)>'>",
)  # fmt: skip
TOGETHER = 5  # of them in each visit, so that every way to begin one is in some
PAYLOADS = [
    f"{before}{payload}" for payload in _BASE for before in ("", "\"'>", "</textarea></title>", "\u2028--><!--")
]


def store_hostile(db: Database) -> None:
    """Each payload in a title, a body, an address, an author and, some together, each kind of words that a visit has,
    as a fact that an editor wrote, as the name of a search, and all of them in a digest; one also names a site."""
    run = begin(db, "seblang")
    with db.write():
        for place, payload in enumerate(PAYLOADS):
            together = PAYLOADS[place : place + TOGETHER] if place % TOGETHER == 0 else []
            found = [visit_of(together)] if together else []
            article = synthetic_article(site="seblang", url=payload, title=payload, body=f"{payload} {payload}.")
            article = replace(article, author=payload)
            told = save(db, run, article, found=found, now=NOW)
            save(db, run, replace(article, body=f"{payload} lain."), found=found, now=NOW)
            for number in told.visit_ids:
                written = [one[:200].strip() for one in together]
                decisions.edit(db, number, "loci", written, who=payload, now=NOW)
            saved.save(db, payload.replace("\u2028", "")[:60], "alert", who=payload, now=NOW)
    db_site = begin(db, PAYLOADS[0])
    with db.write():
        save(db, db_site, synthetic_article(site=PAYLOADS[0], url="https://a.example/1"), now=NOW)
    compose.compose(db, Config(database=db.path, sites=("seblang",)), NOW)


def visit_of(payloads: list[str]) -> Visit:
    texts = tuple(map(Fact, payloads))
    return Visit(visitors=texts, origin=texts, loci=texts, hosts=texts, leader=texts[0], programme=texts[-1])


@pytest.mark.fault("G1")
def test_no_text_of_a_page_becomes_markup_or_runs(browser: Any, served: Any) -> None:
    assert len(set(PAYLOADS)) == 100
    address = served(store_hostile)
    # without the policy that would stop it: what does not run here is not there
    context = browser.new_context(bypass_csp=True, viewport={"width": 1280, "height": 900})
    context.add_init_script("window.ran = 0; window.alert = () => { window.ran += 1 }")
    page = context.new_page()
    for path in (
        *("/", "/?order=certain", "/decisions", "/health", "/pictures", "/check", "/digests", "/digests/1"),
        *("/digest/preview", "/search", "/search?q=alert", f"/search?{urlencode({'q': PAYLOADS[1]})}"),
    ):
        page.goto(f"{address}{path}")
        assert foreign(page) == [], path
    page.goto(address)
    for _ in range(500):
        page.keyboard.press("j")  # the next cards are asked for when the last ones are near
        if not page.locator("#older").count():
            break
    assert page.locator(".card").count() >= len(PAYLOADS)
    page.keyboard.press("c")
    page.wait_for_selector(".done")
    assert foreign(page) == []
    visits = range(1, len(PAYLOADS) // TOGETHER + 1)
    for number in visits:
        page.goto(f"{address}/visit/{number}")
        assert foreign(page) == [], number
    sent = page.evaluate("async () => await (await fetch('/digests/1.html')).text()")
    page.set_content(sent)
    assert page.evaluate("window.ran || 0") == 0 and page.locator("img, svg, iframe, script, form, input").count() == 0
    page.goto(address)
    read = page.evaluate(READ, [f"/article/{number}" for number in range(1, len(PAYLOADS) + 1)])
    assert read == []
    context.close()


# What of a document is not ours: elements that no template has, handlers, addresses that run.
FOREIGN = """(doc) => [
    ...[...doc.querySelectorAll("img, svg:not(.pygal-chart, .map, .tile), iframe, object, embed, video, math, marquee, "
        + "template, style, xmp, noscript, script:not([src^='/static/']), meta[http-equiv]")].map(one => one.outerHTML),
    ...[...doc.querySelectorAll("*")].flatMap(one => [...one.attributes]
        .filter(at => at.name.startsWith("on") || at.name.startsWith("hx-")
            || ["href", "action", "src"].includes(at.name) && /^\\s*(javascript|data):/i.test(at.value))
        .map(at => `${one.tagName} ${at.name}=${at.value}`)),
]"""
READ = f"""async (paths) => {{
    const found = [];
    for (const path of paths) {{
        const read = new DOMParser().parseFromString(await (await fetch(path)).text(), "text/html");
        found.push(...({FOREIGN})(read).map(one => `${{path}}: ${{one}}`));
    }}
    return found;
}}"""


def foreign(page: Any) -> list[str]:
    """Whatever ran, and what of the page is not ours."""
    found: list[str] = page.evaluate(f"""() => [...(window.ran ? ["ran"] : []), ...({FOREIGN})(document)]""")
    return found
