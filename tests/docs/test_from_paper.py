"""What the contract format says that one writes for a sentence of a paper is read without an error."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from gwarant.packages import library
from gwarant.sla.contract.parse import parse

DOCUMENT = (Path(__file__).parents[2] / "docs" / "reference" / "contract-format.md").read_text(encoding="utf-8")
TABLE = DOCUMENT.partition("\n## From a paper to a contract\n")[2].partition("\nWhat a paper takes for granted")[0]
LINES = [line for line in TABLE.splitlines() if line.startswith("|")][2:]
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in LINES]
PIECE = re.compile(r"`([a-z][\w.-]*: [^`]+)`")
BASE = """\
apiVersion: sla/v1
kind: Contract
metadata: {id: C-1}
effective: {from: 2026-01-01, to: 2027-12-31}
defaults: {timezone: Europe/Warsaw, currency: PLN}
parties: {provider: {name: House}, client: {name: Shop}}
fee: {monthly: 1000}
calendars: {office: {week: "Mon-Fri 08:00-16:00", holidays: PL}, always: {week: 24/7}}
services: {shop: {name: Shop}}
classes: {critical: {}}
intake: {channels: {portal: {}}}
clocks: {response: {stop: first_human_reply}, repair: {stop: resolved}}
targets: {critical: {response: [1h, always], repair: [4h, always]}}
availability: {shop-up: {service: shop, target: {ge: 99.9}}}
measures: {answered: {agg: share_within_target, of: {clock: response}, target: {ge: 95}}}
duties: {report: {every: P1M}}
remedies: {credit: {of: shop-up, kind: flat, pct: 5}}
remedy_rules: {settle: price_reduction}
"""


def put(tree: dict[str, Any], piece: str) -> None:
    """Set what follows the dotted path of the piece at its place in the tree."""
    path, _, value = piece.partition(": ")
    *outer, last = path.split(".")
    for key in outer:
        tree = tree.setdefault(key, {})
    tree[last] = yaml.load(value, yaml.BaseLoader)


def test_the_contract_that_the_pieces_are_put_into_is_whole() -> None:
    assert parse(BASE, library=library()).problems == ()


def test_every_row_writes_something_and_there_are_enough() -> None:
    assert [says for says, writes in ROWS if not PIECE.search(writes)] == []
    assert len(ROWS) >= 25


@pytest.mark.parametrize(("says", "writes"), ROWS, ids=[row[0][:40] for row in ROWS])
def test_what_one_writes_for_a_sentence_is_read(says: str, writes: str) -> None:
    tree = yaml.load(BASE, yaml.BaseLoader)
    for piece in PIECE.findall(writes):
        put(tree, piece)
    text = yaml.dump(tree, allow_unicode=True, sort_keys=False).replace("'", "")
    assert [str(one) for one in parse(text, library=library()).problems] == []
