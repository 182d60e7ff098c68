"""The same inputs give the same bytes: under another release, with other data packages installed, in any order."""

import hashlib
import json
import random
import subprocess
import sys

import pytest

from gwarant import __version__
from gwarant.sla.assessment import assess, digest, to_bytes, to_document
from gwarant.sla.calendar import HOLIDAYS_VERSION, TZ_VERSION
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.parse import canonical, parse
from gwarant.sla.contract.resolve import resolve
from gwarant.sla.counting import CURRENT
from gwarant.sla.evidence.jsonl import read_lines
from gwarant.sla.evidence.model import Evidence

TEXT = """
apiVersion: sla/v1
kind: Contract
metadata: {id: B-1, version: 1, status: signed}
effective: {from: 2026-01-01}
defaults: {timezone: Europe/Warsaw, currency: PLN}
parties: {provider: {name: House}, client: {name: Shop}}
calendars: {office: {week: "Mon-Fri 08:00-16:00", holidays: PL}}
classes: [{id: high}]
clocks: [{id: reply, start: reported, stop: first_human_reply, response_by: [reply]}]
targets: {high: {reply: [12h, office]}}
remedies: [{id: late, of: {clock: reply}, kind: flat, amount: 50}]
"""
LINES = [
    '{"type":"ticket","id":"e1","at":"2026-03-27T13:00:00Z","ticket":"T-1","kind":"reported","by":"customer","class":"high"}',
    '{"type":"ticket","id":"e2","at":"2026-03-30T08:30:00Z","ticket":"T-1","kind":"replied","by":"provider"}',
    '{"type":"ticket","id":"e3","at":"2026-04-30T13:00:00Z","ticket":"T-2","kind":"reported","by":"customer","class":"high"}',
    '{"type":"ticket","id":"e4","at":"2026-05-05T09:30:00Z","ticket":"T-2","kind":"replied","by":"provider"}',
]


def wording() -> Contract:
    return resolve(parse(TEXT).required())


def evidence(lines: list[str] = LINES) -> Evidence:
    return read_lines(lines)


ELSEWHERE = """
import sys
from datetime import date
from json import loads

import gwarant

gwarant.__version__ = "99.0"
import gwarant.sla.calendar as calendar

zones = sys.modules["gwarant.sla.calendar.zone"]
never = zones.zone("Etc/GMT-1")
zones._installed = lambda name: never  # a database in which no clock is ever changed
calendar.TZ_VERSION, calendar.HOLIDAYS_VERSION = "2099z", "9.9"
calendar.statutory = lambda country, years: (calendar.Holiday(date(2026, 3, 30), "New"),)

from gwarant.sla.assessment import assess, envelope_of, to_bytes
from gwarant.sla.assessment.envelope import to_bytes as envelope_bytes
from gwarant.sla.contract.parse import of_document, parse
from gwarant.sla.contract.resolve import resolve
from gwarant.sla.evidence.jsonl import read_lines

kind, period, text, rows = loads(sys.stdin.read())
contract = of_document(loads(text)).required() if kind == "frozen" else resolve(parse(text).required())
found = assess([contract], read_lines(rows), period)
sys.stdout.buffer.write(envelope_bytes(envelope_of(found, 1775000000)) if period == "2026-04" else to_bytes(found))
"""


def elsewhere(kind: str, period: str, text: str) -> bytes:
    """What another installation says: other releases, no summer time in its zones, other holidays in its data."""
    given = json.dumps([kind, period, text, LINES]).encode()
    return subprocess.run([sys.executable, "-c", ELSEWHERE], input=given, capture_output=True, check=True).stdout


@pytest.mark.parametrize("period", ["2026-03", "2026-05"])
def test_another_installation_gives_the_same_bytes_from_the_same_wording(period: str) -> None:
    assert elsewhere("frozen", period, canonical(wording()).decode()) == to_bytes(
        assess([wording()], evidence(), period)
    )


def test_left_to_itself_that_installation_would_judge_otherwise() -> None:
    there = json.loads(elsewhere("text", "2026-03", TEXT))["readings"][0]
    here = to_document(assess([wording()], evidence(), "2026-03"))["readings"][0]
    assert (here["due_at"], there["due_at"]) == ("2026-03-31T08:00:00Z", "2026-04-01T09:00:00Z")


def test_the_envelope_alone_names_release_and_packages() -> None:
    made = json.loads(elsewhere("frozen", "2026-04", canonical(wording()).decode()))
    assert (made["release"], made["tz"], made["holidays"]) == ("99.0", "2099z", "9.9")
    assert (made["made_at"], made["schema"]) == ("2026-03-31T23:33:20Z", "gwarant.envelope/1")
    april = assess([wording()], evidence(), "2026-04")
    assert made["assessment"] == digest(april)
    for word in (__version__, TZ_VERSION, HOLIDAYS_VERSION):
        assert f'"{word}"'.encode() not in to_bytes(april)


def test_rows_in_any_order_give_the_same_bytes() -> None:
    mixed = LINES[:]
    random.Random(7).shuffle(mixed)
    assert mixed != LINES
    found = [to_bytes(assess([wording()], evidence(lines), "2026-05")) for lines in (LINES, mixed)]
    assert found[0] == found[1]


def test_the_assessment_names_its_counting_version() -> None:
    assert to_document(assess([wording()], evidence(), "2026-03"))["counting"] == CURRENT


def test_the_hash_is_that_of_the_file() -> None:
    assessed = assess([wording()], evidence(), "2026-03")
    assert digest(assessed) == "sha256:" + hashlib.sha256(to_bytes(assessed) + b"\n").hexdigest()
