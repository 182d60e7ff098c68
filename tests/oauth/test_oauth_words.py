"""Each code has its sentence in both languages, and a key file is read as it is given out."""

import json
from typing import Any, get_args

import pytest
from certificates import certificate, key_pem_of, pem_of
from providers import ACCOUNT, NOW

from gwarant.oauth import SignInFailed, certificate_ends, sentence, service_account
from gwarant.oauth.model import PASSING, Code
from gwarant.oauth.words import WORDS, in_language


@pytest.mark.parametrize("code", get_args(Code))
def test_each_code_has_a_sentence_in_both_languages(code: Code) -> None:
    english, polish = (in_language(WORDS[code], language) for language in ("en", "pl"))
    assert english != polish
    assert all(one.endswith(".") and one[0].isupper() for one in (english, polish))
    assert ("again by itself" in english, "powtórzy się" in polish) == (code in PASSING, code in PASSING)


def test_there_is_no_sentence_too_many() -> None:
    assert set(WORDS) == set(get_args(Code))


def test_what_the_provider_calls_it_stands_beside() -> None:
    failed = SignInFailed("invalid_client", "AADSTS700027")
    assert sentence(failed, "pl").endswith("(AADSTS700027)")
    assert sentence(failed, "en").startswith("The provider does not accept")
    assert sentence(SignInFailed("no_tls"), "de") == WORDS["no_tls"]


KEY_FILE: dict[str, Any] = {
    "type": "service_account",
    "project_id": "house-mail",
    "private_key_id": "key-1",
    "private_key": key_pem_of("service"),
    "client_email": ACCOUNT,
    "token_uri": "https://evil.example/token",
}


def test_a_key_file_gives_account_and_key_and_no_address() -> None:
    found = service_account(json.dumps(KEY_FILE), "desk@house.example")
    assert (found.account, found.key_id, found.user) == (ACCOUNT, "key-1", "desk@house.example")
    assert found.token_url == "https://oauth2.googleapis.com/token"


@pytest.mark.parametrize(
    "text",
    ["", "[]", "[" * 9000, "null", json.dumps(KEY_FILE | {"type": "authorized_user"}), "x" * 30_000]
    + [
        json.dumps({name: value for name, value in KEY_FILE.items() if name != gone})
        for gone in ("private_key", "client_email")
    ]
    + [json.dumps(KEY_FILE | {"private_key": 7})],
)
def test_what_is_no_key_file_is_told(text: str) -> None:
    with pytest.raises(SignInFailed) as caught:
        service_account(text, "desk@house.example")
    assert caught.value.code == "unreadable_key"


def test_when_a_certificate_ends_is_known_beforehand() -> None:
    found = certificate("application", ("application",), NOW, days=10)
    assert (certificate_ends(pem_of(found)) - NOW).days == 10
