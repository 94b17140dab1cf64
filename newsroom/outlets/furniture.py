"""What surrounds an article: scripts, styles, menus, sidebars, comments, advertisements. Made once an outlet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from markupsafe import Markup

from newsroom.outlets.dates import long
from newsroom.outlets.text import slug
from newsroom.render import filler


@dataclass(frozen=True, slots=True)
class Comment:
    name: str
    text: str
    when: str


class Furniture:
    """The fixed parts are strings from the start; only headlines and comments are chosen for each page."""

    def __init__(self, name: str, title: str, home: str, kilobytes: int) -> None:
        self.name = name
        self.title = title
        self.home = home
        random = Random(f"furniture {name}")
        self.menu = [(word, f"{home}/{slug(word)}") for word in random.sample(filler()["menu"], 34)]
        self.footer = [(word, f"{home}/{slug(word)}") for word in filler()["footer"]]
        self.notices: Sequence[str] = filler()["notices"]
        self.scripts = Markup(_scripts(name, kilobytes * 700))
        self.styles = Markup(_styles(name, kilobytes * 300))

    def ad(self, place: str) -> Markup:
        code = f"{self.name}-{slug(place)}"
        return Markup(
            f'<div class="ads ads-{code}"><div id="div-gpt-ad-{code}" style="min-height:250px">'
            f"<script>googletag.cmd.push(function(){{googletag.display('div-gpt-ad-{code}')}});</script></div></div>"
        )

    def headlines(self, seed: str, count: int) -> list[tuple[str, str]]:
        """(title, URL) of things elsewhere on the publisher's network: not this site's articles."""
        random = Random(f"{self.name} {seed}")
        titles = random.sample(filler()["headlines"], count)
        return [(title, f"https://jaringan-{self.name}.example/{slug(title)}") for title in titles]

    def comments(self, seed: str, published: datetime, now: datetime) -> list[Comment]:
        """Up to six comments, more as the days go by."""
        random = Random(f"{self.name} comments {seed}")
        count = min(6, random.randint(0, 3) + (now - published).days)
        names = random.sample(filler()["commenters"], max(0, count))
        return [Comment(name, random.choice(filler()["comments"]), long(published)) for name in names]

    def views(self, seed: str, published: datetime, now: datetime) -> int:
        """A page counter that goes up with the clock."""
        return Random(f"{self.name} views {seed}").randint(40, 900) + int((now - published).total_seconds() // 300)


def _scripts(name: str, size: int) -> str:
    random = Random(f"scripts {name}")
    lines = [f"window.{name}Layer=window.{name}Layer||[];"]
    length = 0
    while length < size:
        unit = random.getrandbits(48)
        line = (
            f'{name}Layer.push({{"unit":"/{random.randint(10**6, 10**7)}/{name}/desktop/{unit:012x}",'
            f'"sizes":[[300,250],[{random.choice((320, 728, 970))},{random.choice((50, 90, 250))}]],'
            f'"targeting":{{"kanal":"{random.choice(("home", "daerah", "detail"))}","pos":{random.randint(1, 40)}}},'
            f'"lazy":{str(unit % 2 == 0).lower()},"refresh":{random.randint(15, 90)}}});'
        )
        lines.append(line)
        length += len(line) + 1
    return "<script>\n" + "\n".join(lines) + "\n</script>"


def _styles(name: str, size: int) -> str:
    random = Random(f"styles {name}")
    rules: list[str] = []
    length = 0
    while length < size:
        rule = (
            f".{name}-{random.choice(('box', 'rail', 'card', 'nav', 'foot', 'modal'))}-{random.getrandbits(20):05x}"
            f"{{margin:{random.randint(0, 32)}px {random.randint(0, 32)}px;padding:{random.randint(0, 24)}px;"
            f"color:#{random.getrandbits(24):06x};font-size:{random.randint(11, 28)}px}}"
        )
        rules.append(rule)
        length += len(rule) + 1
    return "<style>\n" + "\n".join(rules) + "\n</style>"
