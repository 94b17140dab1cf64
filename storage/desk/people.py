"""The people of the desk and their log-ins. All that writes is called inside `write()`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, get_args

from storage.database import Database
from storage.errors import StorageError
from storage.values import from_time, to_time

Role = Literal["editor", "administrator"]
ROLES: tuple[Role, ...] = get_args(Role)

LASTS = timedelta(days=30)
IDLE = timedelta(days=7)
_LONGEST = 60
# How exactly it is known when a log-in was last used: each note of it is a write.
_NOTED = timedelta(hours=1)


class NoSuchPerson(StorageError, ValueError):
    """A name that nobody who may log in has; the message says what to do."""


class NotAName(StorageError, ValueError):
    """A name that cannot be taken; the message says why."""


@dataclass(frozen=True, slots=True)
class Person:
    """`logins` is how many log-ins last, `used` when the newest of them was last used, to the hour."""

    person_id: int
    name: str
    role: Role
    added: datetime
    removed: datetime | None
    logins: int
    used: datetime | None


def add(db: Database, name: str, role: Role, password: str, now: datetime) -> None:
    """Let someone log in; `password` is its hash. Who was removed before comes back. Raises NotAName."""
    name = name.strip()
    if not name or len(name) > _LONGEST or not name.isprintable():
        raise NotAName(f"a name has 1 to {_LONGEST} printable characters: choose another one")
    row = db.one("SELECT id, removed FROM person WHERE name = ?", [name])
    if row is not None and row["removed"] is None:
        raise NotAName(f'there is a person called "{name}" already: choose another name, or change the password')
    if row is not None:
        db.execute("UPDATE person SET role = ?, password = ?, removed = NULL WHERE id = ?", [role, password, row["id"]])
    else:
        db.insert("person", {"name": name, "role": role, "password": password, "added": to_time(now)})


def set_password(db: Database, name: str, password: str) -> None:
    """Another password (its hash) from now on; every log-in with the old one ends. Raises NoSuchPerson."""
    person = _named(db, name)
    db.execute("UPDATE person SET password = ? WHERE id = ?", [password, person["id"]])
    end_all(db, person["id"])


def remove(db: Database, name: str, now: datetime) -> None:
    """Shut someone out at once. Raises NoSuchPerson."""
    person = _named(db, name)
    db.execute("UPDATE person SET removed = ? WHERE id = ?", [to_time(now), person["id"]])
    end_all(db, person["id"])


def password_of(db: Database, name: str) -> tuple[int, str] | None:
    """The number of a person who may log in, and the hash of the password."""
    row = db.one("SELECT id, password FROM person WHERE name = ? AND removed IS NULL", [name.strip()])
    return None if row is None else (row["id"], row["password"])


def require(db: Database, name: str) -> None:
    """Raises NoSuchPerson."""
    _named(db, name)


def everyone(db: Database) -> list[Person]:
    """All people, those shut out last."""
    return [_person(row) for row in db.rows(f"{_PERSON} GROUP BY person.id ORDER BY removed IS NOT NULL, name")]


def log_in(db: Database, person_id: int, token: str, now: datetime) -> None:
    """`token` is the hash of the cookie's value. Log-ins that have run out are swept."""
    db.execute("DELETE FROM login WHERE began < ? OR used < ?", [to_time(now - LASTS), to_time(now - IDLE)])
    db.insert("login", {"token": token, "person": person_id, "began": to_time(now), "used": to_time(now)})


def logged_in(db: Database, token: str, now: datetime) -> Person | None:
    """Whose log-in this is, None where there is none that lasts."""
    row = db.one(
        f"""{_PERSON} WHERE login.token = ? AND login.began >= ? AND login.used >= ? AND removed IS NULL
        GROUP BY person.id""",
        [token, to_time(now - LASTS), to_time(now - IDLE)],
    )
    return None if row is None else _person(row)


def is_to_note(person: Person, now: datetime) -> bool:
    """Whether the use of this log-in is to be noted again."""
    return person.used is None or now - person.used >= _NOTED


def note_use(db: Database, token: str, now: datetime) -> None:
    db.execute("UPDATE login SET used = ? WHERE token = ?", [to_time(now), token])


def log_out(db: Database, token: str) -> None:
    db.execute("DELETE FROM login WHERE token = ?", [token])


def end_all(db: Database, person_id: int) -> None:
    """End every log-in of a person."""
    db.execute("DELETE FROM login WHERE person = ?", [person_id])


_PERSON = """
SELECT person.*, count(login.token) AS logins, max(login.used) AS used
FROM person LEFT JOIN login ON login.person = person.id
"""


def _named(db: Database, name: str) -> dict[str, Any]:
    row = db.one("SELECT id FROM person WHERE name = ? AND removed IS NULL", [name.strip()])
    if row is None:
        names = ", ".join(person.name for person in everyone(db) if person.removed is None)
        raise NoSuchPerson(f'nobody is called "{name}"; known: {names or "nobody yet (jujugan user add NAME)"}')
    return row


def _person(row: dict[str, Any]) -> Person:
    return Person(
        person_id=row["id"],
        name=row["name"],
        role=row["role"],
        added=from_time(row["added"]),
        removed=from_time(row["removed"]) if row["removed"] else None,
        logins=row["logins"],
        used=from_time(row["used"]) if row["used"] else None,
    )
