"""Tokens from providers that hold to the documented protocols."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from certificates import certificate, key_pem_of, pem_of
from loopback import ok
from providers import GRAPH, NOW, OUTLOOK, Google, Microsoft, Provider, Refreshed, parts_of

from gwarant.oauth import Credential, GoogleService, MicrosoftApp, Refresh, SignInFailed, ask
from gwarant.safe_http import Policy


def failure(credential: Credential, policy: Policy, late: timedelta = timedelta()) -> tuple[str, str]:
    with pytest.raises(SignInFailed) as caught:
        ask(credential, NOW + late, policy)
    return caught.value.code, caught.value.said


@pytest.mark.parametrize("algorithm", ["PS256", "RS256"])
@pytest.mark.parametrize("scope", [OUTLOOK, GRAPH])
def test_microsoft_gives_an_application_a_token(
    microsoft: Microsoft, app: MicrosoftApp, policy: Policy, algorithm: Any, scope: str
) -> None:
    token = ask(replace(app, algorithm=algorithm, scope=scope), NOW, policy)

    assert microsoft.tokens == {token.access: scope}
    assert (token.expires_at, token.refresh) == (NOW + timedelta(seconds=3599), "")
    header = parts_of(microsoft.asked[0]["client_assertion"])[0]
    assert header["alg"] == algorithm


def test_no_statement_is_made_twice(microsoft: Microsoft, app: MicrosoftApp, policy: Policy) -> None:
    assert ask(app, NOW, policy) != ask(app, NOW, policy)
    assert len(microsoft.seen) == 2


def test_google_gives_a_service_account_a_token(google: Google, service: GoogleService, policy: Policy) -> None:
    token = ask(service, NOW, policy)
    assert google.tokens == {token.access: "https://mail.google.com/"}


def test_a_refresh_token_is_used_once_and_its_follower_given(
    refreshed: Refreshed, refresh: Refresh, policy: Policy
) -> None:
    token = ask(refresh, NOW, policy)
    assert token.refresh == "first-next"
    assert refreshed.asked == [
        {
            "grant_type": "refresh_token",
            "refresh_token": "first",
            "client_id": refresh.client,
            "client_secret": "shared",
        }
    ]
    assert failure(refresh, policy) == ("invalid_grant", "AADSTS700082")
    assert ask(replace(refresh, refresh_token=token.refresh), NOW, policy).access in refreshed.tokens


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"tenant": "other.example"}, ("unknown_tenant", "AADSTS90002")),
        ({"tenant": "a/../b"}, ("unknown_tenant", "")),
        ({"client": "another"}, ("invalid_client", "AADSTS700016")),
        ({"scope": "https://vault.azure.net/.default"}, ("consent_missing", "AADSTS500011")),
        ({"scope": "https://outlook.office365.com/IMAP.AccessAsUser.All"}, ("invalid_scope", "AADSTS1002012")),
        ({"key": "no key"}, ("unreadable_key", "")),
        ({"certificate": "no certificate"}, ("unreadable_key", "")),
        ({"key": key_pem_of("another")}, ("key_mismatch", "")),
    ],
)
def test_what_is_wrong_with_an_application_is_told(
    app: MicrosoftApp, policy: Policy, changed: dict[str, str], code: tuple[str, str]
) -> None:
    assert failure(replace(app, **changed), policy) == code  # type: ignore[arg-type]


def test_a_certificate_that_is_not_registered_is_refused(app: MicrosoftApp, policy: Policy) -> None:
    other = pem_of(certificate("another", ("another",), NOW - timedelta(days=1)))
    assert failure(replace(app, certificate=other, key=key_pem_of("another")), policy) == (
        "invalid_client",
        "AADSTS700027",
    )


@pytest.mark.parametrize(
    ("began", "code"), [(timedelta(days=-31), "certificate_expired"), (timedelta(minutes=1), "certificate_early")]
)
def test_nobody_is_asked_with_a_certificate_out_of_its_time(
    microsoft: Microsoft, app: MicrosoftApp, policy: Policy, began: timedelta, code: str
) -> None:
    other = pem_of(certificate("application", ("application",), NOW + began))
    assert failure(replace(app, certificate=other), policy) == (code, "")
    assert microsoft.asked == []


@pytest.mark.parametrize("late", [timedelta(hours=1), timedelta(hours=-1)])
def test_a_wrong_clock_is_told(app: MicrosoftApp, service: GoogleService, policy: Policy, late: timedelta) -> None:
    assert failure(app, policy, late) == ("clock_skew", "AADSTS700024")
    assert failure(service, policy, late) == ("clock_skew", "invalid_grant")


@pytest.mark.parametrize(("ahead", "code"), [(4, "invalid_client"), (6, "clock_skew"), (-6, "clock_skew")])
def test_a_clock_that_differs_from_the_providers_explains_why_a_statement_is_not_taken(
    microsoft: Microsoft, app: MicrosoftApp, policy: Policy, ahead: int, code: str
) -> None:
    microsoft.now = NOW + timedelta(minutes=ahead)
    microsoft.says = microsoft.written(401, {"error": "invalid_client", "error_description": "for some reason"})
    assert failure(app, policy) == (code, "invalid_client")


def test_a_refresh_token_does_not_depend_on_the_clock(refreshed: Refreshed, refresh: Refresh, policy: Policy) -> None:
    refreshed.now = NOW + timedelta(days=1)
    assert ask(refresh, NOW, policy).refresh == "first-next"
    assert failure(refresh, policy) == ("invalid_grant", "AADSTS700082")


def test_a_clock_that_is_a_little_wrong_is_forgiven(app: MicrosoftApp, service: GoogleService, policy: Policy) -> None:
    for late in (timedelta(minutes=4), timedelta(minutes=-4)):
        assert ask(app, NOW + late, policy)
        assert ask(service, NOW + late, policy)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"account": "another@house.example"}, ("invalid_client", "invalid_grant")),
        ({"key_id": "key-2"}, ("invalid_client", "invalid_grant")),
        ({"key": key_pem_of("another")}, ("invalid_client", "invalid_grant")),
        ({"user": "boss@house.example"}, ("consent_missing", "unauthorized_client")),
        ({"scope": "https://www.googleapis.com/auth/drive"}, ("consent_missing", "unauthorized_client")),
    ],
)
def test_what_is_wrong_with_a_service_account_is_told(
    service: GoogleService, policy: Policy, changed: dict[str, str], code: tuple[str, str]
) -> None:
    assert failure(replace(service, **changed), policy) == code  # type: ignore[arg-type]


def test_a_wrong_client_of_a_refresh_token_is_told(refresh: Refresh, policy: Policy) -> None:
    assert failure(replace(refresh, client_secret="wrong"), policy) == ("invalid_client", "invalid_client")


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (b"HTTP/1.1 429 X\r\nContent-Length: 0\r\n\r\n", ("throttled", "429")),
        (b"HTTP/1.1 503 X\r\nContent-Length: 0\r\n\r\n", ("unavailable", "503")),
        (b"HTTP/1.1 302 X\r\nLocation: https://127.0.0.2:1/\r\nContent-Length: 0\r\n\r\n", ("not_understood", "302")),
        (b"HTTP/1.1 400 X\r\nContent-Length: 2\r\n\r\n[]", ("not_understood", "400")),
        (b'HTTP/1.1 400 X\r\nContent-Length: 16\r\n\r\n{"error":"other"}', ("not_understood", "400")),
        (b'HTTP/1.1 400 X\r\nContent-Length: 17\r\n\r\n{"error":"other"}', ("refused", "other")),
        (b'HTTP/1.1 400 X\r\nContent-Length: 23\r\n\r\n{"error":"<b>hush</b>"}', ("not_understood", "400")),
        (b"nothing", ("unavailable", "malformed")),
        (ok(b"<html>captive portal</html>"), ("not_understood", "token_type")),
        (ok(b"[" * 50_000), ("not_understood", "token_type")),
        (ok(b"x" * 100_000), ("unavailable", "too_long")),
        (ok(b'{"access_token":"a"}'), ("not_understood", "token_type")),
        (ok(b'{"token_type":"mac","access_token":"a"}'), ("not_understood", "token_type")),
        (ok(b'{"token_type":"Bearer"}'), ("not_understood", "access_token")),
        (ok(b'{"token_type":"Bearer","access_token":"a\\u0001b"}'), ("not_understood", "access_token")),
        (ok(b'{"token_type":"Bearer","access_token":"a\\r\\nb"}'), ("not_understood", "access_token")),
        (ok(b'{"token_type":"Bearer","access_token":""}'), ("not_understood", "access_token")),
        (ok(b'{"token_type":"Bearer","access_token":7}'), ("not_understood", "access_token")),
        (ok(b'{"token_type":"Bearer","access_token":"a","refresh_token":7}'), ("not_understood", "refresh_token")),
        (ok(b'{"token_type":"Bearer","access_token":"a","expires_in":-1}'), ("not_understood", "expires_in")),
        (ok(b'{"token_type":"Bearer","access_token":"a","expires_in":"soon"}'), ("not_understood", "expires_in")),
        (ok(b'{"token_type":"Bearer","access_token":"a","expires_in":true}'), ("not_understood", "expires_in")),
    ],
)
def test_what_is_no_answer_is_told(
    microsoft: Provider, app: MicrosoftApp, policy: Policy, said: bytes, code: str
) -> None:
    microsoft.says = said
    assert failure(app, policy) == code


@pytest.mark.parametrize(("said", "seconds"), [(60, 60), ("3600", 3600), (10**9, 86_400)])
def test_how_long_a_token_is_good_for(
    microsoft: Microsoft, app: MicrosoftApp, policy: Policy, said: object, seconds: int
) -> None:
    microsoft.good_for = said
    assert ask(app, NOW, policy).expires_at == NOW + timedelta(seconds=seconds)


def test_a_provider_inside_the_houses_network_is_not_asked(
    microsoft: Microsoft, app: MicrosoftApp, policy: Policy
) -> None:
    code = failure(app, replace(policy, inside=(), ports=range(65536)))
    assert (code, microsoft.asked) == (("forbidden_address", "inside"), [])


def test_a_provider_that_is_away_is_told(app: MicrosoftApp, policy: Policy) -> None:
    assert failure(replace(app, login="https://127.0.0.2:1"), policy) == ("unavailable", "unreachable")


def test_only_what_passes_by_itself_is_passing() -> None:
    assert [SignInFailed(code).is_passing for code in ("unavailable", "throttled", "invalid_client", "clock_skew")] == [  # type: ignore[arg-type]
        True,
        True,
        False,
        False,
    ]


def test_no_secret_is_shown(app: MicrosoftApp, service: GoogleService, refresh: Refresh, policy: Policy) -> None:
    token = ask(app, NOW, policy)
    shown = f"{app!r}{service!r}{replace(refresh, refresh_token='hush')!r}{token!r}"
    assert not any(secret in shown for secret in ("PRIVATE", "hush", "shared", token.access))
