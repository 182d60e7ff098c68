"""What is sealed opens for its purpose under its key, and never otherwise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from gwarant.database.seal import SealBroken, is_current, open_, seal

OLD, NEW = "an old key, long enough to be one", "a new key, long enough to be one"
# made by the release that brought seals in: what it wrote must open for ever
WRITTEN = bytes.fromhex("01a46150e760e36132445acefaa6abfdaf36f0305354898cd00fec829b347f07e02f3f1f8aad2b613b")


@pytest.fixture(autouse=True)
def keys(settings: Settings) -> Settings:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = OLD, []
    return settings


def code_of(purpose: str, sealed: bytes) -> str:
    with pytest.raises(SealBroken) as caught:
        open_(purpose, sealed)
    return caught.value.code


@pytest.mark.parametrize("plain", [b"", b"hush", bytes(range(256)) * 99, "zażółć".encode()])
def test_what_was_sealed_opens(plain: bytes) -> None:
    assert open_("mailbox 7", seal("mailbox 7", plain)) == plain


def test_a_database_may_give_it_as_a_view() -> None:
    assert open_("x", memoryview(seal("x", b"hush"))) == b"hush"  # type: ignore[arg-type]


def test_it_looks_different_each_time_and_does_not_show_what_it_holds() -> None:
    one, two = seal("x", b"hush hush hush"), seal("x", b"hush hush hush")
    assert one != two
    assert b"hush" not in one


def test_what_is_for_one_purpose_does_not_open_for_another() -> None:
    assert code_of("mailbox 8", seal("mailbox 7", b"hush")) == "damaged"


@given(st.data())
def test_whatever_bit_was_changed_it_does_not_open(data: st.DataObject) -> None:
    sealed = bytearray(seal("x", b"hush"))
    at = data.draw(st.integers(0, 8 * len(sealed) - 1))
    sealed[at // 8] ^= 1 << at % 8
    assert code_of("x", bytes(sealed)) == ("another_key" if 8 <= at < 72 else "damaged")


@given(st.binary(max_size=60))
def test_what_was_never_sealed_does_not_open(sealed: bytes) -> None:
    assert code_of("x", sealed) in ("damaged", "another_key")


@pytest.mark.parametrize("length", [0, 1, 8, 9, 20, 36, 37])
def test_what_is_cut_does_not_open(length: int) -> None:
    assert code_of("x", seal("x", b"hush")[:length]) == "damaged"


def test_another_key_is_told_with_what_to_do(keys: Settings) -> None:
    sealed = seal("x", b"hush")
    keys.SECRET_KEY = NEW
    with pytest.raises(SealBroken, match="GWARANT_OLD_SECRET_KEYS") as caught:
        open_("x", sealed)
    assert caught.value.code == "another_key"


def test_under_a_new_key_the_old_one_still_opens(keys: Settings) -> None:
    sealed = seal("x", b"hush")
    keys.SECRET_KEY, keys.SECRET_KEY_FALLBACKS = NEW, ["one that never was", OLD]
    assert open_("x", sealed) == b"hush"
    assert (is_current(sealed), is_current(seal("x", b"hush"))) == (False, True)

    again = seal("x", open_("x", sealed))
    keys.SECRET_KEY_FALLBACKS = []
    assert open_("x", again) == b"hush"


def test_what_the_first_release_sealed_opens() -> None:
    assert open_("mailbox 7", WRITTEN) == b"hush"
