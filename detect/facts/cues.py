"""The kinds of cue words (detect/lexicon.py) that facts are read by, each set under what it tells."""

from __future__ import annotations


def _kinds(names: str) -> frozenset[str]:
    return frozenset(names.split())


# Verbs and nouns whose subject, standing before them, is the visitor; and those whose object or agent, after them, is.
SUBJECT = _kinds("study learn_to learn_of copy_of visit visit_of go bring choose_of admire received want led")
OBJECT = _kinds("receive visited visit learned copied brought study")
# Passives of what guests do: whoever stands before them is what they came to.
UNDERGONE = _kinds("visited learned copied")
# What ends the reach of a verb to the right and to the left.
ENDS_RIGHT, ENDS_LEFT = _kinds("say to"), _kinds("to at by link")

# What stands right before the place that guests go to.
GOALS = _kinds("to at visit_of")

# The sentence tells of the visit: who came, when, how many.
TELLS = _kinds("study learn_to learn_of copy_of visit visit_of visited go bring brought receive received guest led")
# And so does what guests say of it themselves ("Kami temui mereka, hari Selasa").
RECALLS = TELLS | _kinds("meet")
COUNTS = _kinds("guest bring brought visited visit go led learn_to study received receive")
BRINGS = _kinds("bring")

# What guests do with what they come to see; and with a subject they come to learn.
SEES = _kinds("study learn_to learn_of learned copy_of copied visit_of visited go visit brought admire look")
LEARNS = _kinds("learn_of learn_to learned study copy_of copied")
RECEIVES = _kinds("receive received")
MEETS = _kinds("receive received say")
# What may stand inside a capitalised name.
IN_NAMES = _kinds("at study")

# In headlines, where every word is capitalised, no name runs across these.
VERBS = _kinds(
    "learn_to learn_of learned copy_of copied receive received visit visit_of visited bring brought choose_of go "
    "admire purpose want"
)
ABROAD = "abroad"
ALL = frozenset().union(
    SUBJECT, OBJECT, UNDERGONE, ENDS_RIGHT, ENDS_LEFT, RECALLS, COUNTS, BRINGS, SEES, LEARNS, MEETS, IN_NAMES, VERBS
)
