"""The door of the desk: closed by default, no forged form, no guessing, nothing told to who is not known."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from argon2 import PasswordHasher
from starlette.applications import Starlette
from starlette.routing import Mount, Route

from config import Config, ConfigError
from review import app, passwords
from review.guard import COOKIE, FOR_ADMINISTRATORS, OPEN, feed_key
from review.throttle import FOR_A_NAME, FOR_AN_ADDRESS, WINDOW, Throttle
from storage.database import Database
from storage.desk import people
from tests.storing import NOW

PASSWORD = "kapal pinisi berlayar malam"
WRONG = "salah sama sekali"


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The costs are argon2's affair; what follows from right and wrong passwords is ours."""
    passwords._nobody.cache_clear()
    monkeypatch.setattr(passwords, "_hasher", lambda: PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    yield
    passwords._nobody.cache_clear()


class Browser:
    """Asks the desk with cookies, as a browser does."""

    def __init__(self, db: Database, **settings: Any) -> None:
        self.now = NOW
        config = Config(database=db.path, sites=("seblang",), **settings)
        self.desk = app.create_app(db, config, lambda: self.now)
        self.cookies = httpx.Cookies()

    def ask(self, method: str, path: str, **given: Any) -> httpx.Response:
        async def asked() -> httpx.Response:
            transport = httpx.ASGITransport(self.desk, raise_app_exceptions=False, client=("192.0.2.7", 4711))
            async with httpx.AsyncClient(
                transport=transport, base_url="http://127.0.0.1", cookies=self.cookies
            ) as client:
                answer = await client.request(method, path, **given)
                self.cookies = client.cookies
                return answer

        return asyncio.run(asked())

    def token(self) -> str:
        found = re.search(r'name="token" value="([0-9a-f]{64})"', self.ask("GET", "/log-in").text)
        assert found
        return found[1]

    def log_in(self, name: str = "rina", password: str = PASSWORD, **more: str) -> httpx.Response:
        return self.ask("POST", "/log-in", data={"token": self.token(), "name": name, "password": password} | more)


@pytest.fixture
def staffed(db: Database) -> Database:
    with db.write():
        people.add(db, "rina", "editor", passwords.hashed(PASSWORD), NOW)
        people.add(db, "bayu", "administrator", passwords.hashed(PASSWORD), NOW)
    return db


def every_path(desk: Any) -> list[str]:
    while not isinstance(desk, Starlette):
        desk = desk.app
    paths = []
    for route in desk.routes:
        assert isinstance(route, Route | Mount)
        path = f"{route.path}/page.css" if isinstance(route, Mount) else route.path
        paths.append(re.sub(r"\{[^}]+\}", "1", path))
    return paths


def is_open(path: str) -> bool:
    return any(path == one or (one.endswith("/") and path.startswith(one)) for one in OPEN)


@pytest.mark.fault("G4")
def test_every_route_and_method_is_refused_to_who_is_not_logged_in(staffed: Database) -> None:
    browser = Browser(staffed, review_login=True)
    closed = [path for path in every_path(browser.desk) if not is_open(path)]
    assert len(closed) >= 4
    before = list(staffed.each("SELECT * FROM person"))
    for path in (*closed, "/no/such/page"):
        for method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "MADE-UP"):
            answer = browser.ask(method, path)
            refused = (303, "/log-in") if method in ("GET", "HEAD") else (403, "")
            assert (answer.status_code, answer.headers.get("location", "").split("?")[0]) == refused, (method, path)
            assert "rina" not in answer.text
    assert list(staffed.each("SELECT * FROM person")) == before


@pytest.mark.fault("G3")
def test_every_change_without_the_forms_token_is_refused(staffed: Database) -> None:
    for browser in (Browser(staffed), Browser(staffed, review_login=True)):
        if browser.desk and browser.ask("GET", "/log-in").status_code == 200:
            assert browser.log_in("bayu").status_code == 303
        for path in every_path(browser.desk):
            for method in ("POST", "PUT", "PATCH", "DELETE", "OPTIONS"):
                for form in ({}, {"token": ""}, {"token": "0" * 64}):
                    assert browser.ask(method, path, data=form).status_code in (403, 415), (method, path)


def test_who_is_not_logged_in_is_offered_no_form_that_is_refused(staffed: Database) -> None:
    browser = Browser(staffed, review_login=True)
    assert 'action="/keys"' not in browser.ask("GET", "/log-in").text
    assert browser.log_in().status_code == 303
    assert 'action="/keys"' in browser.ask("GET", "/health").text


@pytest.mark.fault("G3")
def test_a_form_of_another_browser_or_another_site_is_refused(staffed: Database) -> None:
    mine, theirs = Browser(staffed, review_login=True), Browser(staffed, review_login=True)
    assert mine.log_in("bayu").status_code == 303
    ours = re.search(r'value="([0-9a-f]{64})"', mine.ask("GET", "/people").text)
    assert ours
    right = {"token": ours[1]}
    foreign = theirs.token()
    assert mine.ask("POST", "/log-out", data={"token": foreign}).status_code == 403
    origins: list[dict[str, str]] = [{"origin": one} for one in ("https://evil.example", "null", "http://[")]
    for headers in (*origins, {"sec-fetch-site": "cross-site"}):
        assert mine.ask("POST", "/log-out", data=right, headers=headers).status_code == 403
    assert mine.ask("POST", "/log-out", json=right).status_code == 415
    assert mine.ask("POST", "/log-out", data=right | {"much": "x" * 300_000}).status_code == 413
    many = "&".join(f"a{number}=1" for number in range(1000)) + f"&token={ours[1]}"
    headers = {"content-type": "application/x-www-form-urlencoded"}
    assert mine.ask("POST", "/log-out", content=many, headers=headers).status_code == 413
    assert mine.ask("POST", "/log-out", data=right, headers={"origin": "http://127.0.0.1"}).status_code == 303
    assert mine.ask("GET", "/").status_code == 303


@pytest.mark.fault("G8")
def test_who_logs_in_comes_to_the_page_asked_for_and_never_to_another_host(staffed: Database) -> None:
    for asked, found in (
        ("/health?x=1", "/health?x=1"),
        ("//evil.example", "/"),
        ("https://evil.example", "/"),
        ("/\\evil.example", "/"),
        ("/a\r\nSet-Cookie: x=1", "/"),
    ):
        answer = Browser(staffed, review_login=True).log_in(next=asked)
        assert (answer.status_code, answer.headers["location"]) == (303, found)
        assert "HttpOnly; SameSite=Lax" in answer.headers["set-cookie"]


@pytest.mark.fault("G6")
def test_a_wrong_password_and_an_unknown_name_are_answered_alike(staffed: Database) -> None:
    browser = Browser(staffed, review_login=True)
    wrong, unknown = browser.log_in("rina", WRONG), browser.log_in("siapa", WRONG)
    assert wrong.status_code == unknown.status_code == 403
    token = re.compile(r"[0-9a-f]{64}")
    assert token.sub("", wrong.text) == token.sub("", unknown.text)
    assert browser.log_in("rina", "x" * 10_000).status_code == 403


@pytest.mark.fault("G6")
def test_after_too_many_failures_even_the_right_password_waits(staffed: Database) -> None:
    browser = Browser(staffed, review_login=True)
    for _ in range(FOR_A_NAME):
        assert browser.log_in("rina", WRONG).status_code == 403
    late = browser.log_in("RINA")
    assert late.status_code == 429
    assert int(late.headers["retry-after"]) == WINDOW.total_seconds()
    browser.now += WINDOW
    assert browser.log_in("rina").status_code == 303


@pytest.mark.fault("G6")
def test_failures_are_counted_by_name_and_by_address_and_bounded() -> None:
    throttle = Throttle()
    for number in range(FOR_AN_ADDRESS):
        assert throttle.wait("192.0.2.1", f"name {number}", NOW) is None
        throttle.failed("192.0.2.1", f"name {number}", NOW)
    assert throttle.wait("192.0.2.1", "another", NOW) == WINDOW
    assert throttle.wait("192.0.2.2", "another", NOW) is None
    assert throttle.wait("192.0.2.1", "another", NOW + WINDOW) is None
    for number in range(20_000):
        throttle.failed(f"2001:db8::{number:x}", "rina", NOW)
    assert len(throttle._failures) <= 10_000


@pytest.mark.fault("G7")
def test_a_log_in_ends_by_age_by_disuse_by_log_out_and_by_a_new_password(staffed: Database) -> None:
    for wait, status in ((timedelta(days=6), 200), (timedelta(days=8), 303)):
        browser = Browser(staffed, review_login=True)
        browser.log_in()
        browser.now += wait
        assert browser.ask("GET", "/").status_code == status
    browser = Browser(staffed, review_login=True)
    browser.log_in()
    for _ in range(6):
        browser.now += timedelta(days=5)
        assert browser.ask("GET", "/").status_code == 200
    browser.now += timedelta(days=5)
    assert browser.ask("GET", "/").status_code == 303
    browser.log_in()
    with staffed.write():
        people.set_password(staffed, "rina", passwords.hashed("kata sandi yang lain"))
    assert browser.ask("GET", "/").status_code == 303


def test_only_administrators_see_the_people_and_end_their_log_ins(staffed: Database) -> None:
    editor, chief = Browser(staffed, review_login=True), Browser(staffed, review_login=True)
    editor.log_in("rina")
    chief.log_in("bayu")
    assert FOR_ADMINISTRATORS == ("/people",)
    assert editor.ask("GET", "/people").status_code == 403
    page = chief.ask("GET", "/people")
    assert "rina" in page.text
    form = re.search(r'action="(/people/\d+/end)".{0,80}value="([0-9a-f]{64})".{0,200}rina', page.text)
    assert form
    assert editor.ask("POST", form[1], data={"token": form[2]}).status_code == 403
    assert chief.ask("POST", form[1], data={"token": form[2]}).status_code == 303
    assert chief.ask("POST", "/people/99/end", data={"token": form[2]}).status_code == 404
    assert editor.ask("GET", "/").status_code == 303
    assert chief.ask("GET", "/").status_code == 200


def test_the_key_in_a_feeds_address_opens_feeds_only(staffed: Database) -> None:
    known = people.password_of(staffed, "rina")
    assert known
    key = feed_key(known[1])
    browser = Browser(staffed, review_login=True)
    assert browser.ask("GET", f"/feed.atom?key={key}").status_code in (200, 404)
    for path in (f"/?key={key}", f"/feed.atom?key={key[:-1]}", "/feed.atom?key=", f"/people?key={key}&x=.atom"):
        assert browser.ask("GET", path).status_code == 303
    assert browser.ask("POST", f"/feed.atom?key={key}").status_code in (403, 415)


def test_the_feed_of_a_kept_search_opens_with_the_key_that_its_page_gives(staffed: Database) -> None:
    browser, reader = Browser(staffed, review_login=True), Browser(staffed, review_login=True)
    assert browser.log_in("rina").status_code == 303
    form = re.search(r'name="token" value="([0-9a-f]{64})"', browser.ask("GET", "/search?q=desa").text)
    assert form
    assert browser.ask("POST", "/search", data={"token": form[1], "q": "desa", "name": "Desa"}).status_code == 303
    address = re.search(r'href="(/search/1\.atom\?key=[0-9a-f]{32})"', browser.ask("GET", "/search").text)
    assert address
    assert reader.ask("GET", address[1]).status_code == 200
    assert reader.ask("GET", "/search/1.atom").status_code == 303


@pytest.mark.fault("G7", "H7")
def test_no_cookie_password_or_hash_stands_in_the_database_or_on_a_page(staffed: Database) -> None:
    browser = Browser(staffed, review_login=True)
    browser.log_in("bayu")
    cookie = browser.cookies[COOKIE]
    stored = str(list(staffed.each("SELECT * FROM person"))) + str(list(staffed.each("SELECT * FROM login")))
    assert PASSWORD not in stored
    assert cookie not in stored
    assert "$argon2id$" in stored
    page = browser.ask("GET", "/people").text
    assert "argon2" not in page
    assert cookie not in page


@pytest.mark.fault("G5")
def test_a_page_that_others_reach_wants_people_and_a_name(db: Database) -> None:
    with pytest.raises(ConfigError, match="jujugan user add"):
        Browser(db, review_host="0.0.0.0")
    with pytest.raises(ConfigError, match="jujugan user add"):
        Browser(db, review_login=True)
    with db.write():
        people.add(db, "rina", "editor", passwords.hashed(PASSWORD), NOW)
    with pytest.raises(ConfigError, match=r"review\.names"):
        Browser(db, review_host="192.0.2.1")
    browser = Browser(db, review_host="192.0.2.1", review_names=("desk.example",))
    assert browser.ask("GET", "/log-in", headers={"host": "desk.example"}).status_code == 200
    assert browser.ask("GET", "/log-in", headers={"host": "evil.example"}).status_code == 400
    with db.write():
        people.remove(db, "rina", NOW)
    with pytest.raises(ConfigError, match="jujugan user add"):
        Browser(db, review_login=True)


@pytest.mark.fault("G7")
def test_behind_tls_the_cookie_is_for_tls_only(staffed: Database) -> None:
    browser = Browser(staffed, review_login=True)
    assert "Secure" not in browser.ask("GET", "/log-in").headers["set-cookie"]
    browser.cookies = httpx.Cookies()
    assert "; Secure" in browser.ask("GET", "https://127.0.0.1/log-in").headers["set-cookie"]


@pytest.mark.fault("G6")
def test_a_hash_is_argon2id_at_the_costs_of_the_standard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert passwords.hashed(PASSWORD).startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    for weak in ("", "pendek", "x" * 201):
        with pytest.raises(passwords.WeakPassword):
            passwords.hashed(weak)


def test_the_log_in_page_stands_in_both_languages(staffed: Database) -> None:
    browser = Browser(staffed, review_login=True)
    assert "Log in" in browser.ask("GET", "/log-in").text
    assert "Masuk" in browser.ask("GET", "/log-in", headers={"accept-language": "id-ID,id;q=0.9"}).text
