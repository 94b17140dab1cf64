"""Chats, through apprise: in short, each address once, and never an address in what is kept."""

from __future__ import annotations

import sys

import pytest

from config import Chat
from digest import chat
from digest.failure import NotDelivered
from tests.digest.test_webhook import Receiver, receiving
from tests.posting import parcel

# apprise reads all its plugins at the first address
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")


def address(receiver: Receiver) -> str:
    return receiver.url.replace("http://", "json://").partition("?")[0]


def test_each_chat_gets_the_summary_once_also_when_another_fails() -> None:
    with receiving() as one, receiving() as other:
        other.status = 500
        told = Chat(addresses=f"{address(one)} {address(other)}")
        with pytest.raises(NotDelivered, match="address 2 of JUJUGAN_CHAT_URLS") as raised:
            chat.post(told, parcel("chat"))
        assert raised.value.fault == "temporary"
        assert [name for name in raised.value.reached if "127.0.0.1" in name] == []
        assert str(one.url) not in raised.value.words
        other.status = 200
        chat.post(told, parcel("chat", reached=raised.value.reached))
    assert (len(one.came), len(other.came)) == (1, 2)
    assert b"1 new visit" in one.came[0][2]


def test_no_page_calls_everybody_in_a_room() -> None:
    with receiving() as receiver:
        chat.post(Chat(addresses=address(receiver)), parcel("chat", summary="1. @everyone @here: 17 Oct 2018"))
    body = receiver.came[0][2].decode()
    assert "everyone" in body
    assert "@everyone" not in body


def test_an_address_that_apprise_does_not_know_is_named_by_its_place() -> None:
    with pytest.raises(NotDelivered, match="address 1 of") as raised:
        chat.post(Chat(addresses="nosuch://rahasia"), parcel("chat"))
    assert "rahasia" not in raised.value.words


def test_without_the_extra_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)
    with pytest.raises(NotDelivered, match=r"requirements/notify.txt") as raised:
        chat.post(Chat(addresses="json://127.0.0.1"), parcel("chat"))
    assert raised.value.fault == "refused"
