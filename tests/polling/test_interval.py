"""When a site is polled next: always within the operator's bounds, sooner and later for a reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polling.interval import DAY, NextPoll, Past, Share, next_poll, share
from polling.rhythm import LEARNT_FROM, Rhythm, learn
from timetable import TIMEZONE, WEEKDAYS, Entry, Timetable
from wording.facts import telling

NOW = datetime(2026, 11, 2, 10, tzinfo=TIMEZONE)  # a Monday
MINUTE = timedelta(minutes=1)
HALF_HOUR = Timetable(default=Entry(every=30 * MINUTE))
NONE = Rhythm()
ALONE = Share()


def wib(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TIMEZONE)


def polled(table: Timetable = HALF_HOUR, rhythm: Rhythm = NONE, part: Share = ALONE, **past: object) -> NextPoll:
    given = {"last": NOW, "overlap": 0.9, "new": 1, "expected": 1.0} | past
    return next_poll("detik", table, Past(**given), rhythm, NOW, part)  # type: ignore[arg-type]


def why(poll: NextPoll) -> str:
    return telling("en").lines(poll.reasons)


def minutes(poll: NextPoll) -> float:
    return (poll.at - NOW) / MINUTE


def day_shift() -> Rhythm:
    """A rhythm of days that begin at 06:00 and end at 18:00."""
    start = (NOW - LEARNT_FROM).replace(hour=0)
    return learn(
        [start + at * MINUTE for at in range(0, 36 * 1440, 30) if 360 <= at % 1440 < 1080], NOW - LEARNT_FROM, NOW
    )


def test_a_site_that_was_never_read_is_due_now() -> None:
    poll = polled(last=None)
    assert (poll.at, why(poll)) == (NOW, "never read yet")


def test_a_site_without_a_rhythm_keeps_the_interval_of_the_timetable_but_for_its_jitter() -> None:
    poll = polled()
    assert 27 <= minutes(poll) <= 33
    assert why(poll) == "the timetable's interval"
    assert polled() == poll


def test_sites_differ_in_their_jitter_and_days_do_too() -> None:
    names = [f"site-{number}" for number in range(50)]
    spans = {next_poll(name, HALF_HOUR, Past(last=NOW, new=1, expected=1), NONE, NOW).at for name in names}
    assert len(spans) == 50


def test_a_busy_hour_is_polled_more_often_than_a_quiet_one() -> None:
    busy = polled(rhythm=day_shift())
    assert minutes(busy) < 27
    assert why(busy) == "a busy hour"
    night = NOW.replace(hour=23)
    later = next_poll("detik", HALF_HOUR, Past(last=night, new=1, expected=1), day_shift(), night)
    assert later.at - night > 45 * MINUTE
    assert why(later) == "a quiet hour"


def test_a_quiet_interval_ends_where_the_busy_hours_begin() -> None:
    dawn = NOW.replace(hour=5, minute=30)
    poll = next_poll("detik", HALF_HOUR, Past(last=dawn, new=1, expected=1), day_shift(), dawn)
    assert poll.at - dawn < 40 * MINUTE


def test_a_poll_that_found_a_gap_or_hardly_overlapped_or_much_new_comes_sooner() -> None:
    usual = minutes(polled())
    for reasons in ({"gap": True}, {"overlap": 0.4}, {"new": 9}):
        sooner = polled(**reasons)
        assert 15 <= minutes(sooner) < 0.7 * usual
        assert why(sooner).startswith("soon: ")
    assert minutes(polled(new=9, expected=8.0)) == usual, "so many were to be expected"


def test_polls_that_bring_nothing_new_grow_rarer() -> None:
    spans = [minutes(polled(new=0, idle=idle)) for idle in range(30)]
    assert spans == sorted(spans)
    assert spans[3] == minutes(polled())
    assert spans[-1] == pytest.approx(2 * spans[0], rel=0.01)
    assert why(polled(new=0, idle=7)).endswith("nothing new in 7 polls")


def test_a_failed_run_is_tried_again_soon_and_then_ever_later() -> None:
    spans = [minutes(polled(failures=failures)) for failures in range(1, 8)]
    assert spans == [15, 20, 40, 80, 120, 120, 120]
    assert "the last run failed" in why(polled(failures=1))


def test_a_site_with_times_keeps_them_and_is_tried_again_before_the_next_one_after_a_failure() -> None:
    twice = Timetable(default=Entry(at=(time(7, 30), time(16, 30)), days=WEEKDAYS[:5]))
    assert polled(twice, day_shift(), idle=60, new=0).at == wib("2026-11-02T16:30")
    assert polled(twice, failures=1).at == NOW + 10 * MINUTE
    assert polled(twice, failures=3).at == NOW + 40 * MINUTE
    assert polled(twice, failures=9).at == wib("2026-11-02T16:30")
    friday = wib("2026-11-06T23:00")
    poll = next_poll("x", twice, Past(last=friday, failures=5), NONE, friday)
    assert poll.at == wib("2026-11-09T07:30"), "not on a day off"


@pytest.mark.fault("B1")
def test_after_days_without_power_one_run_is_owed_and_it_is_owed_now() -> None:
    assert polled(last=NOW - 13 * DAY).at == NOW
    weekdays = Timetable(default=Entry(at=(time(7, 30),), days=WEEKDAYS[:5]))
    sunday = wib("2026-11-08T10:00")
    assert next_poll("x", weekdays, Past(last=NOW - 9 * DAY), NONE, sunday).at == sunday


@pytest.mark.fault("B4")
def test_a_clock_set_back_does_not_silence_a_site() -> None:
    poll = polled(last=NOW + 365 * DAY)
    assert (poll.at, why(poll)) == (NOW, "the clock was set back")


def test_weekdays_and_quiet_hours_put_a_poll_off_and_say_so() -> None:
    fridays = Timetable(default=Entry(every=60 * MINUTE, days=("fri",)))
    assert polled(fridays).at == wib("2026-11-06T00:00")
    quiet = Timetable(quiet=(time(10), time(12)))
    assert polled(quiet).at == wib("2026-11-02T12:00")
    assert why(polled(quiet)).endswith("after a pause by the timetable")


def test_in_a_day_there_are_no_more_polls_than_the_interval_gives() -> None:
    full = tuple(NOW - number * 15 * MINUTE for number in range(60))
    poll = polled(polls=full, gap=True)
    assert poll.at == full[47] + DAY
    assert "48 polls" in why(poll)
    assert minutes(polled(polls=full[:47], gap=True)) == 15


def test_sites_on_one_host_are_together_polled_as_often_as_one_would_be() -> None:
    table = Timetable(sites={"offices": Entry(every=90 * MINUTE)})
    part = share("detik", frozenset({"detik", "offices"}), table)
    assert (part.crowd, part.budget) == (pytest.approx(64 / 48), 48)
    assert share("detik", frozenset({"detik", "x", "y"}), table).crowd == 3
    assert share("detik", frozenset({"detik"}), table) == Share(1.0, 48)
    shared = polled(part=Share(2.0, 48))
    assert 54 <= minutes(shared) <= 66
    assert "shares its host" in why(shared)
    assert minutes(polled(part=Share(2.0, 48), gap=True)) == 30


spans = st.integers(1, 720).map(lambda number: number * MINUTE)
rhythms = st.builds(
    lambda days, hours: replace(NONE, days=tuple(days), hours=tuple(hours), weekly=50.0, learnt=99, weeks=5.0),
    st.lists(st.floats(0.01, 5), min_size=7, max_size=7),
    st.lists(st.floats(0.01, 8), min_size=24, max_size=24),
)
pasts = st.builds(
    Past,
    last=st.just(NOW),
    failures=st.integers(0, 40),
    idle=st.integers(0, 64),
    new=st.integers(0, 200),
    expected=st.floats(0, 50),
    overlap=st.none() | st.floats(0, 1),
    gap=st.booleans(),
)
shares = st.builds(Share, st.floats(1, 6), st.just(10_000))


@given(spans, rhythms, pasts, shares)
def test_the_interval_is_always_within_its_bounds(every: timedelta, rhythm: Rhythm, past: Past, part: Share) -> None:
    entry = Entry(every=every)
    assert entry.bounds is not None
    span = next_poll("x", Timetable(default=entry), past, rhythm, NOW, part).at - NOW
    fastest = entry.bounds[0] * part.crowd
    assert fastest - MINUTE / 60 <= span <= max(entry.bounds[1], fastest) + MINUTE / 60


@given(rhythms, pasts, st.lists(st.integers(0, 1439), max_size=64), st.integers(1, 96))
def test_no_site_is_left_for_longer_than_a_day(rhythm: Rhythm, past: Past, ago: list[int], budget: int) -> None:
    polls = tuple(sorted((NOW - minute * MINUTE for minute in {0, *ago}), reverse=True))
    poll = next_poll("x", HALF_HOUR, replace(past, polls=polls), rhythm, NOW, Share(1.0, budget))
    assert poll.at <= NOW + DAY


@given(rhythms, pasts, st.integers(1, 20))
def test_each_reaction_points_one_way(rhythm: Rhythm, past: Past, more: int) -> None:
    def at(one: Past) -> datetime:
        return next_poll("x", HALF_HOUR, one, rhythm, NOW).at

    calm = replace(past, failures=0, gap=False, overlap=None)
    assert at(replace(calm, idle=0, new=calm.new + more)) <= at(replace(calm, idle=0))
    assert at(replace(calm, new=0, idle=calm.idle + more)) >= at(replace(calm, new=0))
    assert at(replace(calm, overlap=0.1)) <= at(replace(calm, overlap=0.9))
    assert at(replace(calm, gap=True)) <= at(calm)
    assert at(replace(calm, failures=1 + more)) >= at(replace(calm, failures=1))
