"""Whatever a provider answers: a token, or a failure with its code."""

import json
from datetime import timedelta
from typing import get_args

from hypothesis import example, given
from hypothesis import strategies as st
from providers import NOW

from gwarant.oauth.ask import _token, _told
from gwarant.oauth.mail import _status
from gwarant.oauth.model import Code, Credential, GoogleService, Refresh, SignInFailed
from gwarant.oauth.refusal import refusal
from gwarant.safe_http import Answer

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
FIELDS = ("error", "error_description", "access_token", "token_type", "expires_in", "refresh_token")
KNOWN = st.sampled_from(
    ["invalid_grant", "invalid_client", "Bearer", "AADSTS700024: x", "AADSTS" + "9" * 30, "Invalid JWT"]
)
TOLD = st.dictionaries(st.sampled_from(FIELDS), JSON | KNOWN)
GOOGLE = GoogleService(account="a", user="u", key="k")
REFRESH = Refresh(token_url="https://mail.example/", client="c", refresh_token="r")
DATES = st.text(max_size=30) | st.sampled_from(
    [
        "Sun, 29 Nov 2026 10:00:00 GMT",
        "Sun, 29 Nov 2026 10:00:00 -0000",
        "Sun, 29 Nov 99999 10:00:00 GMT",
        "1 Jan 1 00:00:00 +9999",
        "0",
    ]
)


@given(TOLD)
def test_a_token_is_one_or_none(told: dict[str, object]) -> None:
    try:
        token = _token(told, NOW)
    except SignInFailed as failed:
        code = failed.code
    else:
        code = "not_understood"
        assert token.access.isprintable()
        assert NOW < token.expires_at <= NOW + timedelta(days=1)
    assert code == "not_understood"


@given(TOLD, st.integers(200, 599), DATES, st.sampled_from([GOOGLE, REFRESH]))
@example({"error": "invalid_grant"}, 400, "1 Jan 1 00:00:00 +9999", GOOGLE)
@example({"error": "invalid_grant"}, 400, "31 Dec 9999 23:59:59 -9999", GOOGLE)
def test_a_refusal_has_a_code_and_only_an_identifier(
    told: dict[str, object], status: int, date: str, credential: Credential
) -> None:
    answer = Answer(status=status, url="https://x/", seconds=0, headers=(("Date", date),))
    failed = refusal(answer, told, credential, NOW)
    assert failed.code in get_args(Code)
    assert len(failed.said) <= 40
    assert failed.said.replace("_", "").isalnum()


@given(st.binary(max_size=40) | JSON.map(lambda one: json.dumps(one).encode()))
def test_any_bytes_are_an_object_or_nothing(body: bytes) -> None:
    assert isinstance(_told(Answer(status=200, url="", seconds=0, body=body)), dict)
    assert len(_status(body)) in (0, 3)
