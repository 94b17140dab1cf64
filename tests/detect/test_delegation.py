"""How two guests belong together: what changed code could do there without a test that noticed."""

from __future__ import annotations

from detect.delegation import Party, Tie, tie

SLEMAN = frozenset({"34.04"})
GOVERNMENT = Party(SLEMAN)
ITS_OFFICE = Party(SLEMAN, "office", "bappeda")
# A branch of the state's that stands in the region.
OF_THE_STATE = Party(SLEMAN, "office", "badan pusat statistik", national=True)


def test_an_office_of_the_state_is_none_of_the_region_that_it_stands_in() -> None:
    assert tie([ITS_OFFICE], [GOVERNMENT]) is Tie.OFFICE
    assert tie([OF_THE_STATE], [GOVERNMENT]) is Tie.OTHERS
    assert tie([GOVERNMENT], [OF_THE_STATE]) is Tie.OTHERS


def test_an_office_of_which_one_paper_tells_no_region_may_be_that_of_a_region_within() -> None:
    told = Party(SLEMAN, "office", "dinas kesehatan")
    province = Party(frozenset({"34"}), "office", "dinas kesehatan")
    untold = province._replace(lent=True)
    assert tie([untold], [told]) is tie([told], [untold]) is Tie.ONE
    assert tie([province], [told]) is Tie.WITHIN
