"""Facts as rows."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from article import Fact, Span, Visit
from storage import facts

WORDS = st.text(min_size=1, max_size=20)
SPANS = st.none() | st.builds(Span, st.integers(0, 50), st.integers(50, 99))


def stated(values: st.SearchStrategy[object]) -> st.SearchStrategy[Fact[object]]:
    return st.builds(Fact, values, SPANS, st.none() | WORDS, st.none() | WORDS)


@given(
    visit=st.builds(
        Visit,
        visitors=st.lists(stated(WORDS), max_size=3).map(tuple),
        origin=st.lists(stated(WORDS), max_size=3).map(tuple),
        headcount=st.none() | stated(st.integers(0, 10**30)),
        programme=st.none() | stated(WORDS),
        date_start=st.none() | stated(st.dates()),
        date_end=st.none() | stated(st.dates()),
        loci=st.lists(stated(WORDS), max_size=3).map(tuple),
        hosts=st.lists(stated(WORDS), max_size=3).map(tuple),
        leader=st.none() | stated(WORDS),
    )
)
def test_the_facts_of_a_visit_survive_being_rows(visit: Visit) -> None:
    assert facts.from_rows(facts.to_rows(visit, "x" * 100)) == visit


def test_facts_of_which_there_is_one_stand_at_the_first_position() -> None:
    visit = Visit(headcount=Fact(40), programme=Fact("PKA"), leader=Fact("Ana"), hosts=(Fact("Budi"), Fact("Citra")))
    rows = {(row["kind"], row["position"]) for row in facts.to_rows(visit, "")}
    assert rows == {("headcount", 0), ("programme", 0), ("leader", 0), ("hosts", 0), ("hosts", 1)}
