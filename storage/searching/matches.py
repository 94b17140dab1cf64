"""The words of a search in the index's own language (FTS5): every form of each, phrases, sites and days."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from weakref import WeakKeyDictionary

from storage.database import Database
from storage.searching import forms, places, query
from storage.searching.query import Clause, Term


def matches(db: Database, clauses: Sequence[Clause]) -> dict[Term, str | None]:
    """What each term is to the index, None for what it does not know."""
    return {term: _match(db, term) for clause in clauses for term in clause.terms}


def marks(clauses: Sequence[Clause], matched: Mapping[Term, str | None]) -> str | None:
    """What is to stand out in the texts that are found: every word asked for, and names in visits."""
    terms = [term for clause in clauses if not clause.is_forbidden for term in clause.terms]
    words = [one for term in terms if term.field is None and (one := matched[term])]
    names = [_phrase(name) for term in terms for name in _names(term) if any(map(str.isalnum, name))]
    return " OR ".join(dict.fromkeys((*words, *names))) or None


def _names(term: Term) -> Sequence[str]:
    if term.field == "from":
        return places.place(term.value).spellings
    return [term.value] if term.field in ("to", "programme") else []


def _match(db: Database, term: Term) -> str | None:
    """A term in the index's own language, None where the index does not know such a thing."""
    if term.field == "site":
        return f'(tags : "zzs{"".join(query.words(term.value)).lower()}")'
    if term.field == "date":
        return f"(tags : ({' OR '.join(f'zz{one}' for one in query.cover(*query.span(term.value)))}))"
    if term.field is not None:
        return None
    if term.is_exact:
        return _of_texts(_phrase(term.value))
    return f"({' AND '.join(_of_texts(_any_form(db, word)) for word in query.words(term.value))})"


def _any_form(db: Database, word: str) -> str:
    """Every form of a word that some text has, and its short or long form."""
    its_forms = forms.forms(word)
    known = _known_before.setdefault(db, set())
    asked = [form for form in its_forms[1:] if form not in known]
    known.update(row["form"] for row in db.rows(_KNOWN, [json.dumps(asked)]))
    told = [form for form in its_forms[1:] if form in known]
    found = dict.fromkeys([its_forms[0], *told, *forms.shorts(word, its_forms)])
    return "(" + " OR ".join(f'"{phrase}"' for phrase in found) + ")"


# Forms that texts had when they were last asked for: looking a common one up takes longer than the search. Where the
# last such text is gone since, a form finds nothing.
_known_before: WeakKeyDictionary[Database, set[str]] = WeakKeyDictionary()

# Asked of the index, which stops at the first; its list of words would count every text of each.
_KNOWN = """SELECT value AS form FROM json_each(?)
    WHERE EXISTS (SELECT 1 FROM search WHERE search MATCH '"' || value || '"')"""


def _phrase(text: str) -> str:
    return f'"{" ".join(query.words(text))}"'


def _of_texts(phrases: str) -> str:
    """Phrases looked for in texts alone, where one could be a word that the index has of its own."""
    return f"({{title body}} : {phrases})" if '"zz' in phrases.casefold() else phrases
