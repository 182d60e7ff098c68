"""However an export is written down, every row of it is accounted for, and it tells the same."""

import csv
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sweeps import examples

from gwarant.importers import IMPORTERS
from gwarant.importers.encoding import decoded
from gwarant.importers.imported import Imported

ORIGIN = datetime(2026, 3, 13, 9, 0, tzinfo=UTC)  # a day that no month has the number of
STAMPS = {
    "day first": "%d/%m/%Y %H:%M:%S",
    "month first": "%m/%d/%Y %H:%M:%S",
    "dots": "%d.%m.%Y %H:%M:%S",
    "twelve hours": "%m/%d/%Y %I:%M:%S %p",
    "small": "%Y-%m-%d %I:%M:%S %p",
    "iso": "%Y-%m-%dT%H:%M:%SZ",
    "epoch": "",
    "milliseconds": "",
}
NOTES = ["", "zażółć gęślą jaźń", "two\nlines", 'a "quoted" word', "a;b,c\tand | more", "łącze\r\nnie działa", "'"]


@dataclass(frozen=True)
class Hand:
    """How somebody writes a table."""

    encoding: str = "utf-8"
    mark: bool = False
    delimiter: str = ","
    stamp: str = "iso"
    ends: str = "\n"
    above: str = ""  # what stands above the header
    quoting: int = csv.QUOTE_MINIMAL
    is_last_ended: bool = True


@dataclass(frozen=True)
class Table:
    """What an export holds: its importer and options, its columns, its rows with offsets in minutes for times."""

    kind: str
    header: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    options: dict[str, object]


HANDS = st.builds(
    Hand,
    st.sampled_from(["utf-8", "utf-16-le", "utf-16-be", "windows-1250", "iso-8859-2"]),
    st.booleans(),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from([*STAMPS]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["", "sep=", "\n"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.booleans(),
)
MINUTES = st.integers(0, 5 * 24 * 60)
NAMES = st.sampled_from(["T-1", "T-2", "Zgłoszenie 3"])
WORDS = st.sampled_from(NOTES)


def rows(*cells: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[tuple[Any, ...], ...]]:
    return st.lists(st.tuples(*cells), max_size=7).map(tuple)


def tables() -> st.SearchStrategy[Table]:
    """One of each kind, whose rows may be anything that the kind knows, and some that it does not."""
    state = st.sampled_from(["New", "In Progress", "Resolved", "Closed", "So so"])
    up = st.sampled_from(["OK", "CRITICAL", "up", "PAUSED", "so-so"])
    number = st.sampled_from(["0", "1", "2", "x"])
    log = {"columns": {"ticket": "Key", "at": "When", "state": "State"}}
    wide = {"columns": {"ticket": "Key"}, "events": {"reported": "Created", "resolved": "Done"}}
    shapes = [
        ("csv", ("Key", "When", "State", "Note"), rows(NAMES, MINUTES, state, WORDS), log),
        ("csv", ("Key", "Created", "Done", "Note"), rows(NAMES, MINUTES, MINUTES | st.just(""), WORDS), wide),
        ("status-log", ("service", "time", "status", "Note"), rows(NAMES, MINUTES, up, WORDS), {"log": "changes"}),
        ("status-log", ("service", "time", "status", "Note"), rows(NAMES, MINUTES, up, WORDS), {"log": "checks"}),
        (
            "servicenow",
            ("number", "opened_at", "sys_updated_on", "state", "sys_mod_count", "Note"),
            rows(NAMES, st.just(0), MINUTES, state, number, WORDS),
            {},
        ),
    ]
    made = [
        st.builds(
            Table,
            st.just(kind),
            st.just(header),
            drawn,
            st.just({**own, "every": "5m"} if kind == "status-log" else own),
        )
        for kind, header, drawn, own in shapes
    ]
    return st.one_of(made)


def written(table: Table, hand: Hand) -> bytes:
    """The bytes of the table in that hand."""
    out = StringIO()
    if hand.above == "sep=":
        out.write(f"sep={hand.delimiter}{hand.ends}")
    elif hand.above:
        out.write(hand.ends)
    writer = csv.writer(out, delimiter=hand.delimiter, lineterminator=hand.ends, quoting=hand.quoting)  # type: ignore[arg-type]
    writer.writerow(table.header)
    for row in table.rows:
        writer.writerow([stamp(cell, hand.stamp) if isinstance(cell, int) else cell for cell in row])
    text = out.getvalue() if hand.is_last_ended else out.getvalue().removesuffix(hand.ends)
    return (b"\xef\xbb\xbf" if hand.mark and hand.encoding == "utf-8" else mark(hand)) + text.encode(hand.encoding)


def mark(hand: Hand) -> bytes:
    return "\ufeff".encode(hand.encoding) if hand.mark and hand.encoding.startswith("utf-16") else b""


def stamp(minutes: int, how: str) -> str:
    moment = ORIGIN + timedelta(minutes=minutes)
    if how in ("epoch", "milliseconds"):
        return str(int(moment.timestamp()) * (1000 if how == "milliseconds" else 1))
    return moment.strftime(STAMPS[how])


def read(table: Table, hand: Hand) -> Imported:
    text = decoded(written(table, hand), hand.encoding, "export").text
    return IMPORTERS[table.kind](text, zone="UTC", options={**table.options, "skip_bad": True}, file="export")


def told(found: Imported) -> list[tuple[object, ...]]:
    """What it says happened; ids are made of what is written."""
    events = [(one.ticket, one.kind, one.at, one.snapshot, one.seen_from) for one in found.evidence.events]
    looks = [(one.service, one.state, one.at) for one in found.evidence.checks]
    return [*events, *looks, *((one.service, one.state, one.start, one.end) for one in found.evidence.states)]


@settings(max_examples=examples(150))
@given(tables(), HANDS)
def test_every_row_is_accounted_for_and_tells_the_same_however_it_is_written(table: Table, hand: Hand) -> None:
    found, plain = read(table, hand), read(table, replace(Hand(), stamp="iso"))
    assert not [*found.account.faults()]
    assert found.account.rows == len(table.rows)
    assert found.account.fates == plain.account.fates
    assert sorted(map(repr, told(found))) == sorted(map(repr, told(plain)))


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1250"])
def test_a_log_of_nagios_is_read_alike_too(encoding: str, ends: str) -> None:
    lines = [
        "[1772442000] SERVICE ALERT: sklep;łącze;CRITICAL;HARD;3;awaria",
        "[1772442600] HOST ALERT: sklep;UP;HARD;1;",
    ]
    lines += ["[1772443000] SERVICE ALERT: sklep;łącze;OK;HARD;3;działa", "nonsense"]
    text = decoded(ends.join(lines).encode(encoding), "", "log").text
    account = IMPORTERS["nagios"](text, options={"every": "5m", "skip_bad": True}).account
    assert (account.rows, account.unreadable) == (4, 1)
