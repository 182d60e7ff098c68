"""Looks by the column as bytes: what is packed comes back, and what is no block is refused."""

import zlib
from contextlib import suppress
from dataclasses import fields, replace
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sweeps import examples

from gwarant.sla.evidence.packed import Columns, PackRefused, pack, rounded, unpack, unpack_begun

WIDEST = 2**32 - 1


def columns(slots: list[int], **given: list[object]) -> Columns:
    size = len(slots)
    texts = ("", "200", "refused", "203.0.113.7", "ą" * 20)
    kinds = {"late": np.uint32, "state": np.uint8, "extra": bool}
    own = {name: np.array(given.get(name, [0] * size), kind) for name, kind in kinds.items()}
    places = {name: np.array(given.get(name, [0] * size), np.uint16) for name in ("code", "address", "certificate")}
    phases = np.array(given.get("phases", [[0] * 5] * size), np.uint32).reshape(size, 5)
    return Columns(
        every=60_000, timeout=10_000, texts=texts, slot=np.array(slots, np.int64), phases=phases, **own, **places
    )


def drawn(size: int, seed: int = 3) -> Columns:
    """A day as a prober sees it, without numpy's generators, so that it is the same everywhere."""
    chance = Random(seed)
    medians = (4_000, 18_000, 39_000, 120_000, 900)
    return columns(
        [1_772_323_217_041 + 60_000 * number for number in range(size)],
        late=[int(chance.expovariate(1 / 3)) for _ in range(size)],
        state=[2 if 700 < number < 720 else 0 for number in range(size)],
        code=[2 if 700 < number < 720 else 1 for number in range(size)],
        address=[3] * size,
        certificate=[4] * size,
        phases=[[int(chance.lognormvariate(0, 0.35) * one) for one in medians] for _ in range(size)],
    )


def same(one: Columns, other: Columns) -> bool:
    return all(np.array_equal(getattr(one, field.name), getattr(other, field.name)) for field in fields(Columns))


looks = st.integers(1, 40).flatmap(
    lambda size: st.builds(
        columns,
        st.integers(-(10**12), 10**12).flatmap(
            lambda first: st.lists(st.integers(0, WIDEST), min_size=size - 1, max_size=size - 1).map(
                lambda steps: [first + sum(steps[:number]) for number in range(size)]
            )
        ),
        late=st.lists(st.integers(0, WIDEST), min_size=size, max_size=size),
        state=st.lists(st.integers(0, 3), min_size=size, max_size=size),
        extra=st.lists(st.booleans(), min_size=size, max_size=size),
        code=st.lists(st.integers(0, 4), min_size=size, max_size=size),
        phases=st.lists(st.lists(st.integers(0, WIDEST), min_size=5, max_size=5), min_size=size, max_size=size),
    )
)


@settings(max_examples=examples(30), deadline=None)
@given(looks)
def test_what_is_packed_comes_back_with_its_phases_rounded(given_looks: Columns) -> None:
    data = pack(given_looks)
    assert same(unpack(data), replace(given_looks, phases=rounded(given_looks.phases)))
    begun = unpack_begun(data)
    assert np.array_equal(begun.at, given_looks.at)
    assert np.array_equal(begun.state, given_looks.state)
    assert np.array_equal(begun.extra, given_looks.extra)


@given(st.integers(0, 4_290_000_000))
def test_a_phase_keeps_three_significant_digits(micros: int) -> None:
    (kept,) = rounded(np.array([micros], np.uint32)).tolist()
    assert kept == micros if micros < 1000 else abs(kept - micros) * 2 <= 10 ** (len(str(micros)) - 3)
    assert rounded(np.array([kept], np.uint32)).tolist() == [kept]


def test_a_day_of_looks_takes_less_than_seven_bytes_a_look() -> None:
    assert len(pack(drawn(1440))) < 7 * 1440


def test_bytes_that_are_no_block_are_refused() -> None:
    """Every byte of a small block changed, every end cut off: looks come out, or a sentence."""
    data, chance = pack(drawn(12)), Random(5)
    for place in range(len(data)):
        for spoilt in (
            data[:place],
            data[:place] + bytes([data[place] ^ 1 << chance.randrange(8)]) + data[place + 1 :],
        ):
            with suppress(PackRefused):
                assert len(unpack(spoilt).slot) == unpack(spoilt).phases.shape[0]


def test_a_block_unpacks_to_no_more_than_it_says() -> None:
    """The steps of the slots would become fifty megabytes: given up one byte beyond the looks of the block."""
    data = pack(columns([60_000, 120_000]))
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    bomb = packer.compress(bytes([7]) * 50_000_000) + packer.flush()
    begin = data.rindex("ą".encode()) + 2
    with pytest.raises(PackRefused, match="not one of 2 looks"):
        unpack(data[:begin] + len(bomb).to_bytes(4, "little") + bomb)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "does not begin"),
        (b"PK\3\4" + bytes(50), "does not begin"),
        (b"GWL1" + bytes(50), "0 looks"),
        (b"GWL1" + (100_001).to_bytes(4, "little") + bytes(50), "100001 looks"),
        (pack(drawn(3)) + b"x", "1 bytes more"),
        (pack(drawn(3))[:-1], "ends too early"),
    ],
)
def test_what_is_wrong_is_said(data: bytes, said: str) -> None:
    with pytest.raises(PackRefused, match=said):
        unpack(data)


@pytest.mark.parametrize("slots", [[], [120_000, 60_000], [0, 2**32]])
def test_what_a_block_cannot_hold_is_not_packed(slots: list[int]) -> None:
    with pytest.raises(PackRefused):
        pack(columns(slots))
