"""Which addresses are pings, and what is said of those that are none."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gwarant.monitoring.beats.asked import AGENT, BODY, Answer, Asked, asked_by

CODE = "5f3a1c2e-7b8d-4e6f-9a0b-1c2d3e4f5a6b"  # one and the same in each process that shares the tests


@pytest.mark.parametrize(
    ("path", "query", "status", "text"),
    [
        ("", "", 404, "not found"),
        ("nothing", "", 404, "not found"),
        (f"{CODE}/stop", "", 404, "not found"),
        (f"{CODE}/start/1", "", 404, "not found"),
        (f"{CODE}//", "", 404, "not found"),
        (f"{CODE}/256", "", 400, "invalid url format"),
        (f"{CODE}/-1", "", 404, "not found"),
        (f"{CODE}/٣", "", 404, "not found"),
        ("key/Slug", "", 400, "invalid url format"),
        (CODE, "rid=1", 400, "invalid uuid format"),
        (CODE, "rid=", 400, "invalid uuid format"),
        (CODE, "&".join(["a=1"] * 50), 400, "invalid url format"),
    ],
)
def test_what_is_no_ping_is_told_so(path: str, query: str, status: int, text: str) -> None:
    assert asked_by(path, query, "", "", b"") == Answer(status, text)


@pytest.mark.parametrize(
    ("path", "said", "status"),
    [
        (CODE, "success", 0),
        (f"{CODE}/", "success", 0),
        (f"{CODE.upper()}/fail", "fail", 0),
        (f"{CODE}/037", "exit", 37),
    ],
)
def test_what_is_one_says_what_it_says(path: str, said: str, status: int) -> None:
    found = asked_by(path, f"rid={CODE}&create=1", "192.0.2.1", "curl\x00/8" * 99, b"x" * (BODY + 9))
    assert isinstance(found, Asked)
    assert (found.code, found.said, found.status, found.run) == (UUID(CODE), said, status, UUID(CODE))
    assert (len(found.body), len(found.agent), "\x00" in found.agent, found.creates) == (BODY, AGENT, False, False)


@given(st.text(), st.text(), st.text(), st.binary())
def test_whatever_is_asked_is_answered(path: str, query: str, agent: str, body: bytes) -> None:
    found = asked_by(path, query, "", agent, body)
    assert isinstance(found, Asked) or found.status in (400, 404)
