"""Mail leaves by an account that signs in by token: by Graph, or by SMTP with XOAUTH2. Who is not let in is told."""

import ssl
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from letters_out import mails
from loopback import serving
from mail_servers import Mail
from providers import NOW, OUTLOOK, Microsoft
from test_graph import graph

from gwarant.engine.status import accounts_state
from gwarant.notify import alarms, entering
from gwarant.notify.channels import account, channel_of
from gwarant.notify.channels.envelope import DeliveryFailed, Entry, Envelope
from gwarant.notify.entering import entry, forget_account, keep_account
from gwarant.notify.models import Account
from gwarant.oauth import MicrosoftApp, SignInFailed, Token, Tokens, ask
from gwarant.safe_http import Policy

Tls = tuple[ssl.SSLContext, str]
DESK = "desk+mail@house.example"
CONTENT = "From: desk@house.example\r\nTo: ola@shop.example\r\nSubject: Zażółć\r\n\r\nJaźń\r\n".encode()
LETTER = Envelope("x", "desk@house.example", "ola@shop.example", CONTENT)
GOOD = Token(access="good", expires_at=NOW + timedelta(hours=1))


@pytest.fixture
def kept(engine: None, app: MicrosoftApp, policy: Policy, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Entry]:
    """An application's credential is kept for the desk, and tokens come from the provider beside it."""
    monkeypatch.setattr(entering, "tokens", partial(_same, Tokens(partial(ask, policy=policy))))
    keep_account(DESK.upper(), app, now=NOW)

    def at(now: datetime = NOW) -> Entry:
        return replace(entry(now), inside=policy.inside)

    return at


def _same(tokens: Tokens) -> Tokens:
    return tokens


def url_of(server: Any, tls: Tls) -> str:
    return f"graph://{DESK}?host={server.at}&ca={tls[1]}"


def refused(url: str, own: Entry) -> DeliveryFailed:
    with pytest.raises(DeliveryFailed) as caught:
        channel_of(url, own)(LETTER)
    return caught.value


def test_a_mail_goes_out_by_graph_with_a_token_of_the_kept_application(
    kept: Callable[..., Entry], microsoft: Microsoft, tls: Tls
) -> None:
    taken: list[bytes] = []
    with serving(graph(microsoft.tokens, taken), context=tls[0]) as server:
        receipt = channel_of(url_of(server, tls), kept())(LETTER)
    assert (taken, receipt.said) == ([CONTENT], "202 7a-b")
    assert b"PRIVATE KEY" not in bytes(Account.objects.get().sealed)


def test_who_is_not_let_in_is_told_once_and_again_when_it_works(
    world: Any, kept: Callable[..., Entry], microsoft: Microsoft, tls: Tls
) -> None:
    def told() -> list[str]:
        return [*mails().filter(address="olga@house.example").order_by("pk").values_list("notice__code", flat=True)]

    Account.objects.update(warns_at=None)  # its certificate ends within thirty days
    with serving(graph({}, []), context=tls[0]) as server:
        failure = refused(url_of(server, tls), kept())
        assert (failure.permanent, "does not let us in" in failure.message) == (False, True)
        refused(url_of(server, tls), kept(NOW + timedelta(minutes=1)))
    assert len(microsoft.asked) == 2  # a token that was not taken is asked for anew
    assert alarms.run_once(NOW + timedelta(minutes=4)) == 0
    assert [alarms.run_once(NOW + timedelta(minutes=5)), alarms.run_once(NOW + timedelta(minutes=6))] == [1, 0]
    assert told() == ["account_fails"]
    assert accounts_state(NOW + timedelta(minutes=6)) == f"{DESK}: login_refused"
    assert mails().first().payload["is_alarm"]  # type: ignore[union-attr]
    microsoft.now = NOW + timedelta(minutes=7)
    with serving(graph(microsoft.tokens, []), context=tls[0]) as server:
        channel_of(url_of(server, tls), kept(NOW + timedelta(minutes=7)))(LETTER)
    assert alarms.run_once(NOW + timedelta(minutes=8)) == 1
    assert told() == ["account_fails", "account_works"]


def test_a_message_that_is_too_long_says_nothing_of_the_account(kept: Callable[..., Entry], tls: Tls) -> None:
    with pytest.raises(DeliveryFailed) as caught:
        channel_of(f"graph://{DESK}", kept())(replace(LETTER, content=bytes(4 << 20)))
    assert caught.value.permanent
    assert Account.objects.get().failure == ""


def test_without_a_credential_it_is_said_which_command_keeps_one(engine: None) -> None:
    assert "gwarant mail account add" in refused(f"graph://{DESK}", entry(NOW)).message
    assert not forget_account(DESK)


def test_a_mail_goes_out_by_smtp_with_a_token(tls: Tls) -> None:
    mail, went = Mail({"good": OUTLOOK}, OUTLOOK), list[SignInFailed | None]()
    own = Entry(lambda _user, scope: {OUTLOOK: GOOD}[scope], lambda _user, failed: went.append(failed))
    with serving(mail.smtp, context=tls[0], reads=lambda _sock: b"nothing") as server:
        url = f"smtps+oauth://desk@house.example@{server.at}?ca={tls[1]}&timeout=5"
        with pytest.raises(DeliveryFailed, match=r"354|250"):  # the server of the tests knows no DATA
            channel_of(url, own)(LETTER)
        assert (mail.entered, went) == (["desk@house.example"], [None])
        bad = replace(own, shown=lambda _user, _scope: replace(GOOD, access="bad"))
        assert not refused(url, bad).permanent
    assert [one and one.code for one in went] == [None, "login_refused"]


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("graph://house.example", "address of the mailbox"),
        ("graph://desk:secret@house.example", "address of the mailbox"),
        ("graph://desk@house.example?speed=9", "speed is not known"),
        ("smtp+oauth://mail.example", "name the account"),
        ("smtp+oauth://desk:secret@mail.example", "no password"),
        ("smtp+oauth://desk@mail.example?tls=none", "could be read"),
    ],
)
def test_a_wrong_url_of_an_account_is_explained(url: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        channel_of(url)


def test_the_account_is_an_address_and_the_usual_ports_are_those_of_sending() -> None:
    found = account.smtp_of("smtp+oauth://desk@house.example@smtp.office365.com")
    assert (found.user, found.host, found.port, found.tls) == (
        "desk@house.example",
        "smtp.office365.com",
        587,
        "starttls",
    )
    assert account.smtp_of("smtps+oauth://desk@house.example@smtp.gmail.com").port == 465
    assert account.graph_of("graph://desk@house.example?host=graph.microsoft.us").host == "https://graph.microsoft.us"


def test_before_the_certificate_of_an_account_ends_it_is_told(world: Any, kept: Callable[..., Entry]) -> None:
    account = Account.objects.get()
    assert account.ends_at is not None
    week = account.ends_at - timedelta(days=7)
    assert [alarms.run_once(week + timedelta(minutes=n)) for n in (1, 2)] == [1, 0]
    assert mails().filter(address="olga@house.example").get().notice.code == "credential_ends"
    assert f"gwarant mail account add {DESK}" in mails().first().text  # type: ignore[union-attr]
    assert alarms.run_once(account.ends_at + timedelta(hours=1)) == 0
