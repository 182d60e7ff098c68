"""A token is asked for once and used until shortly before it ends."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Barrier
from time import sleep

import pytest
from providers import NOW

from gwarant.oauth import Credential, Refresh, SignInFailed, Token, Tokens

ONE = Refresh(token_url="https://mail.example/", client="one", refresh_token="r")
TWO = Refresh(token_url="https://mail.example/", client="two", refresh_token="r")
HOUR = timedelta(hours=1)


class Asked:
    """A provider that counts."""

    def __init__(self) -> None:
        self.asked: list[Credential] = []

    def __call__(self, credential: Credential, now: datetime) -> Token:
        self.asked.append(credential)
        return Token(access=f"{len(self.asked)}", expires_at=now + HOUR)


def test_a_token_is_kept_until_five_minutes_before_its_end() -> None:
    asks = Asked()
    tokens = Tokens(asks)
    moments = [NOW, NOW + timedelta(minutes=54), NOW + timedelta(minutes=55), NOW + timedelta(minutes=56)]
    assert [tokens.of(ONE, at).access for at in moments] == ["1", "1", "2", "2"]


def test_each_credential_has_its_own() -> None:
    tokens = Tokens(Asked())
    assert [tokens.of(one, NOW).access for one in (ONE, TWO, ONE, TWO)] == ["1", "2", "1", "2"]


def test_one_that_was_refused_is_asked_for_anew() -> None:
    tokens = Tokens(Asked())
    tokens.of(ONE, NOW)
    tokens.forget(ONE)
    tokens.forget(TWO)
    assert tokens.of(ONE, NOW).access == "2"


def test_of_many_at_once_one_asks() -> None:
    asks, start = Asked(), Barrier(8)

    def slowly(credential: Credential, now: datetime) -> Token:
        sleep(0.1)
        return asks(credential, now)

    tokens = Tokens(slowly)

    def need(_: int) -> str:
        start.wait()
        return tokens.of(ONE, NOW).access

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(need, range(8))) == {"1"}
    assert asks.asked == [ONE]


def test_whoever_comes_with_the_new_refresh_token_gets_the_same_token() -> None:
    asked: list[Credential] = []

    def asks(credential: Credential, now: datetime) -> Token:
        asked.append(credential)
        return Token(access="t", expires_at=now + HOUR, refresh="r-next")

    tokens = Tokens(asks)
    found = tokens.of(ONE, NOW)
    assert tokens.of(replace(ONE, refresh_token=found.refresh), NOW) is found
    assert asked == [ONE]


def test_a_failure_is_not_kept() -> None:
    answers = iter([SignInFailed("unavailable"), Token(access="t", expires_at=NOW + HOUR)])

    def asks(_credential: Credential, _now: datetime) -> Token:
        found = next(answers)
        if isinstance(found, SignInFailed):
            raise found
        return found

    tokens = Tokens(asks)
    with pytest.raises(SignInFailed):
        tokens.of(ONE, NOW)
    assert tokens.of(ONE, NOW).access == "t"


def test_what_has_ended_is_not_remembered() -> None:
    tokens = Tokens(Asked())
    for count in range(1500):
        tokens.of(Refresh(token_url="https://mail.example/", client=str(count), refresh_token="r"), NOW)
    assert len(tokens._found) == 1000
    tokens.of(ONE, NOW + 2 * HOUR)
    assert (len(tokens._found), len(tokens._busy)) == (1, 0)
