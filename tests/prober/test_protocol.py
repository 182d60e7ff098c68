"""What a prober and its server say: read as it was written, signed by who says it, and never more than is taken."""

import zlib

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from gwarant.prober.model import Answer, Certificate, Look, Phases
from gwarant.prober.protocol import MOMENT, PROBER, BatchRefused, is_signed, looks_of, packed, signed, unpacked
from gwarant.sla.evidence.model import State

NOW = 1_796_000_000_000
MICROSECONDS = st.integers(0, 2**32 - 1)
CERTIFICATES = st.builds(
    Certificate, begins=st.integers(0, 2**40), ends=st.integers(0, 2**40), print=st.sampled_from(["ab" * 32, "cd" * 32])
)
ANSWERS = st.builds(
    Answer,
    state=st.sampled_from(State),
    code=st.sampled_from(["200", "502", "timeout", ""]),
    phases=st.builds(Phases, MICROSECONDS, MICROSECONDS, MICROSECONDS, MICROSECONDS, MICROSECONDS),
    address=st.sampled_from(["", "192.0.2.1", "2001:db8::1"]),
    said=st.text(st.characters(codec="ascii", min_codepoint=32, max_codepoint=126), max_size=20),
)
LOOKS = st.builds(
    lambda target, slot, late, answer, extra: Look(target, slot, slot + late, answer, extra),
    st.integers(0, 2**32 - 1),
    st.integers(0, 2**42),
    st.integers(0, 2**31),
    ANSWERS,
    st.booleans(),
)


@given(st.lists(LOOKS, max_size=30), st.integers(0, 2**62), st.dictionaries(st.integers(0, 63), st.integers(1, 2**40)))
def test_looks_are_read_as_they_were_packed(looks: list[Look], number: int, tokens: dict[int, int]) -> None:
    batch, rows = unpacked(packed(looks, number, NOW, tokens))
    assert looks_of(batch, rows) == looks
    assert (batch.number, batch.sent, batch.tokens) == (number, NOW, tokens)


@given(CERTIFICATES, st.integers(1, 20))
def test_a_certificate_travels_once_in_a_batch_and_each_look_names_it(certificate: Certificate, many: int) -> None:
    looks = [Look(one, NOW, NOW, Answer(State.UP, certificate=certificate)) for one in range(many)]
    batch, rows = unpacked(packed(looks, 1, NOW, {}))
    assert [one.certificate for one in batch.seen] == [certificate]
    assert {batch.texts[row["certificate"]] for row in rows} == {certificate.print}


@given(st.binary(max_size=200))
def test_bytes_that_are_no_batch_are_refused(data: bytes) -> None:
    with pytest.raises(BatchRefused):
        unpacked(data)


def test_a_batch_that_unpacks_to_more_than_is_taken_is_refused() -> None:
    with pytest.raises(BatchRefused, match="more than"):
        unpacked(zlib.compress(b"\0" * (9 << 20)))


def test_a_row_that_points_to_a_text_that_is_not_there_is_refused() -> None:
    batch, _ = unpacked(packed([Look(1, NOW, NOW, Answer(State.UP, "200"))], 1, NOW, {}))
    with pytest.raises(BatchRefused, match="not there"):
        unpacked(zlib.compress(msgspec.msgpack.encode(msgspec.structs.replace(batch, texts=("",)))))


def test_what_is_signed_is_who_where_when_and_every_byte() -> None:
    key, other = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    headers = signed(key, "p1", "/prober/looks", NOW, b"body")
    mine = key.public_key()
    assert is_signed(mine, headers, "/prober/looks", b"body", NOW + 60_000)
    assert not is_signed(other.public_key(), headers, "/prober/looks", b"body", NOW)
    assert not is_signed(mine, headers, "/prober/targets", b"body", NOW)
    assert not is_signed(mine, headers, "/prober/looks", b"bodY", NOW)
    assert not is_signed(mine, headers | {PROBER: "p2"}, "/prober/looks", b"body", NOW)
    assert not is_signed(mine, headers | {MOMENT: str(NOW + 1)}, "/prober/looks", b"body", NOW)
    assert not is_signed(mine, headers, "/prober/looks", b"body", NOW + 301_000)
    assert not is_signed(mine, {}, "/prober/looks", b"body", NOW)


@given(st.text(max_size=500))
def test_what_a_target_said_comes_out_without_what_nobody_sees(said: str) -> None:
    """A NUL in an error page must not keep a whole batch out of the database for ever."""
    batch, rows = unpacked(packed([Look(1, NOW, NOW, Answer(State.DOWN, "500", said=said))], 1, NOW, {}))
    (look,) = looks_of(batch, rows)
    assert len(look.answer.said) == min(400, len(said))
    assert not any(ord(sign) < 32 or sign in "\x7f\u202e\u2066" for sign in look.answer.said)


def test_a_certificate_of_a_stranger_is_cut_and_cleaned_as_well() -> None:
    shown = Certificate(-(2**50), 2**60, "ab" * 32, "CN=a\0b" + "x" * 900, "CN=\u202eevil")
    batch, _ = unpacked(packed([Look(1, NOW, NOW, Answer(State.UP, certificate=shown))], 1, NOW, {}))
    (seen,) = batch.seen
    assert seen.certificate is not None
    assert (len(seen.certificate.subject), "\0" in seen.certificate.subject) == (200, False)
    assert seen.certificate.issuer == "CN= evil"


def test_a_batch_that_says_more_than_it_has_seen_is_refused_before_it_is_read() -> None:
    rows = {"number": 1, "sent": NOW, "tokens": {}, "rows": b"", "texts": [""]}
    with pytest.raises(BatchRefused, match="more than it has seen"):
        unpacked(zlib.compress(msgspec.msgpack.encode(rows | {"seen": [{"row": 0}] * 200_000})))
    with pytest.raises(BatchRefused, match="more than it has seen"):
        unpacked(zlib.compress(msgspec.msgpack.encode(rows | {"seen": [], "texts": ["x"] * 100_000})))


def test_rows_without_any_text_are_refused() -> None:
    batch, _ = unpacked(packed([Look(1, NOW, NOW, Answer(State.UP))], 1, NOW, {}))
    with pytest.raises(BatchRefused, match="not there"):
        unpacked(zlib.compress(msgspec.msgpack.encode(msgspec.structs.replace(batch, texts=()))))
