"""A credential is kept as bytes and comes back the same."""

import json
from dataclasses import replace

import pytest

from gwarant.oauth import GoogleService, MicrosoftApp, Password, Refresh, SignInFailed, packed, unpacked
from gwarant.oauth.stored import Stored

ALL: list[Stored] = [
    MicrosoftApp(tenant="t", client="c", certificate="-----BEGIN", key="k\n", algorithm="RS256"),
    GoogleService(account="a", user="u", key="k"),
    Refresh(token_url="https://mail.example/", client="c", refresh_token="r"),
    Password(password="zażółć \x01"),
]


@pytest.mark.parametrize("credential", ALL)
def test_a_credential_comes_back_the_same(credential: Stored) -> None:
    assert unpacked(packed(credential)) == credential


def test_what_an_earlier_release_kept_has_the_defaults_of_today() -> None:
    told = json.loads(packed(ALL[0]))
    del told["login"], told["scope"]
    assert unpacked(json.dumps(told).encode()) == ALL[0]
    assert unpacked(packed(replace(ALL[2], scope="x"))) != ALL[2]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"[]",
        b"{}",
        b"[" * 50_000,
        b'{"kind":"other"}',
        b'{"kind":[]}',
        b'{"kind":"password"}',
        b'{"kind":"password","password":7}',
        b'{"kind":"password","password":"x","more":"y"}',
    ],
)
def test_what_is_no_credential_is_told(content: bytes) -> None:
    with pytest.raises(SignInFailed) as caught:
        unpacked(content)
    assert (caught.value.code, caught.value.said) == ("unreadable_key", "stored")
