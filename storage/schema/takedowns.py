"""Tables of what was taken down. No release holds them."""

from __future__ import annotations

from storage.schema.kinds import Descriptions

TAKEDOWNS: Descriptions = {
    "tombstone": (
        "An article that was taken down: nothing of its text is kept, and it is not stored again.",
        {
            "id": "number of the takedown",
            "site": "the site it was on",
            "key": "the site's own id of it, else its canonical URL",
            "url": "its canonical URL",
            "reason": "why, as given with the command",
            "at": "when it was taken down",
            "finished": "when its bytes were out of the file and of the backups; NULL: run `jujugan takedown` again",
        },
    ),
    "tombstone_mark": (
        "What an article that was taken down is known again by. Nothing of its text can be read from these.",
        {
            "kind": "address (without scheme and www.), text or title (hash of all its normalised words), or band "
            "(hash of four minhash values: another text that shares many is nearly the same)",
            "value": "the address, the hash or the number of the band",
            "tombstone": "the takedown",
        },
    ),
    "blanked_name": (
        "That a person's name was blanked out on their wish, wherever it stood. The name itself is not here.",
        {
            "id": "number of the note",
            "words": "how many words the name has",
            "mark": "hash of the words in folded case, by which it is known again in what is read later",
            "reason": "why, as given with the command",
            "at": "when it was blanked out first",
            "articles": "in how many articles it stood then",
        },
    ),
}
