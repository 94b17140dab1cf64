"""Visits: a happening's facts, the forms in which papers tell it, and the truth of each telling."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from itertools import chain
from random import Random
from typing import Any

from newsroom.texts import pressdates
from newsroom.texts.banks import Lines, Plan, plans, words
from newsroom.texts.compose import Draft, compose
from newsroom.texts.draw import FactDraw, in_words
from newsroom.texts.guests import Guests, draw_guests
from newsroom.texts.local import DISTRICT, Telling
from newsroom.texts.places import towns
from newsroom.texts.weave import Value

FORM_FILES = ("visit_forms", "visit_forms_more")
STATUSES = {"happened": 72, "announced": 12, "cancelled": 6, "recap": 10}
HERE = f"{DISTRICT}, Jawa Timur"
TWO_SHARE, LONG_SHARE = 0.12, 0.3


@dataclass(frozen=True, slots=True)
class Visit:
    """What happened (or will): everything that any outlet could tell."""

    status: str
    guests: tuple[Guests, ...]
    first: date
    last: date


def status_of(event: str) -> str:
    """The status of the visit `event`: announced, happened, cancelled or recap."""
    return Random(f"{event} status").choices(list(STATUSES), list(STATUSES.values()))[0]


def visit_of(event: str, happened: date) -> Visit:
    """The facts of `event`; they follow from its id and first day alone."""
    rng = Random(event)
    status = status_of(event)
    guests = [draw_guests(rng)]
    if status == "happened" and rng.random() < TWO_SHARE:
        guests.append(draw_guests(rng, without=guests[0]))
    days = rng.randint(2, 4) if len(guests) == 1 and rng.random() < LONG_SHARE else 1
    return Visit(status, tuple(guests), happened, happened + timedelta(days=days - 1))


def tell_visit(event: str, happened: date, published: date, rng: Random) -> tuple[Telling, Mapping[str, Any]]:
    """One outlet's report of `event`, and its truth (see `Story.truth`)."""
    visit = visit_of(event, happened)
    form = rng.choice([form for form in _forms() if _fits(form, visit)])
    facts = _facts(visit, form, published, Random(f"{event} facts"))
    draft = compose(form, facts, rng, form.only.get("spare", "spare.kunjungan"))
    at_home = form.only.get("angle") == "home"
    town = visit.guests[0].town if at_home else DISTRICT
    tags = (DISTRICT, *form.tags, town) if at_home else (DISTRICT, *form.tags)
    return Telling(draft, town, tags), _truth(visit, form, draft)


def _forms() -> tuple[Plan, ...]:
    return tuple(chain.from_iterable(plans(name) for name in FORM_FILES))


def _fits(form: Plan, visit: Visit) -> bool:
    only, guests = form.only, visit.guests[0]
    if only["status"] != visit.status or only.get("two", False) != (len(visit.guests) > 1):
        return False
    if "kinds" in only and guests.institution not in only["kinds"].split():
        return False
    if only.get("multiday") and visit.first == visit.last:
        return False
    if only.get("lang") == "en" and not (guests.english and guests.english_name):
        return False
    if only.get("angle") == "home" and guests.country:
        return False
    return _has(guests, only.get("needs"))


def _has(guests: Guests, need: str | None) -> bool:
    if need == "programme":
        return guests.programme is not None
    if need == "region":
        return guests.region is not None
    if need == "regency":
        return guests.region is not None and guests.region.kind != "Provinsi"
    return True


def _facts(visit: Visit, form: Plan, published: date, rng: Random) -> dict[str, Value]:
    first = visit.guests[0]
    facts: dict[str, Value] = {**words("shared"), **words("spare")}
    facts |= FactDraw(rng, towns()[0], visit.first, published).draw({})
    facts |= first.slots
    for second in visit.guests[1:]:
        facts |= {f"b.{slot}": _of_second(value) for slot, value in second.slots.items()}
    if form.only.get("lang") == "en":
        facts |= {**first.english, "tamu": first.english_name, "tamu.s": "the delegation"}
    days = (visit.last - visit.first).days + 1
    facts["lama"] = "sehari" if days == 1 else f"{in_words(days)} hari"
    facts["tgl"] = partial(pressdates.period, visit.first, visit.last, published)
    facts["tgl.en"] = partial(pressdates.english_period, visit.first, visit.last)
    return facts


def _of_second(value: Value) -> Value:
    """The theme's sentences name their spot by a slot: the second delegation has its own."""
    if isinstance(value, tuple):
        return tuple(way.replace("{lokus", "{b.lokus") for way in value)
    return value


def _truth(visit: Visit, form: Plan, draft: Draft) -> dict[str, Any]:
    """What `draft` states of `visit`."""
    text = "\n".join((draft.title, *draft.paragraphs))
    dated = bool(draft.used & {"tgl", "tgl.en"})
    english = form.only.get("lang") == "en"
    names = [guests.english_name if english else guests.name for guests in visit.guests]
    return {
        "visitors": _stated(names, text),
        "origin": tuple(chain.from_iterable(_origin(guests, text, english) for guests in visit.guests)),
        "headcount": _headcount(visit, draft),
        "programme": next((g.programme for g in visit.guests if g.programme and g.programme in text), None),
        "date_start": visit.first if dated else None,
        "date_end": visit.last if dated and visit.last != visit.first else None,
        "loci": _loci(visit, text),
        "hosts": _stated(chain.from_iterable(guests.hosts for guests in visit.guests), text),
        "leader": next(iter(_stated([guests.leader for guests in visit.guests], text)), None),
        "direction": "inbound",
        "status": visit.status,
    }


def _stated(names: chain[str] | list[str], text: str) -> Lines:
    return tuple(name for name in names if name in text)


def _headcount(visit: Visit, draft: Draft) -> int | None:
    """The people of every delegation whose number the piece states, summed."""
    totals = [
        guests.headcount.total
        for guests, prefix in zip(visit.guests, ("", "b."), strict=False)
        if draft.used & {f"{prefix}jumlah", f"{prefix}susunan", f"{prefix}jumlah.en"}
    ]
    known = [total for total in totals if total is not None]
    return sum(known) if known and len(known) == len(visit.guests) else None


def _origin(guests: Guests, text: str, english: bool) -> Lines:
    if guests.country:
        return _stated([str(guests.english["en.asal"]) if english else guests.country], text)
    if guests.region is None:
        return _stated([guests.town], text) if guests.institution == "university" else ()
    region = guests.region
    place = region.full if region.full in text else region.name
    province = [] if region.kind == "Provinsi" else [region.province]
    return _stated([place, *province], text.replace(HERE, ""))


def _loci(visit: Visit, text: str) -> Lines:
    """The places and programmes named (a host's office title names none); without any, the topic."""
    for guests in visit.guests:
        for title in ("tuan.jab", "tuan2.jab"):
            text = text.replace(str(guests.slots[title]), "")
    loci = _stated(chain.from_iterable(guests.loci for guests in visit.guests), text)
    english = [str(guests.english["en.lokus"]) for guests in visit.guests if guests.english]
    topics = chain.from_iterable(guests.topics for guests in visit.guests)
    return loci or _stated(english, text) or _stated(topics, text)
