"""Contracts of which proposals are made, and months of work."""

import json
from datetime import date

from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.parse import parse
from gwarant.sla.evidence.jsonl import read_lines
from gwarant.sla.proposal import Proposal, propose

H = 3600
UNTIL = date(2026, 6, 30)
PRESENT = """
apiVersion: sla/v1
kind: Contract
metadata: {id: SHOP, version: 1, title: Shop, status: signed, signed: {date: 2025-12-01}}
effective: {from: 2026-01-01}
defaults: {timezone: UTC, currency: PLN}
parties: {provider: {name: P}, client: {name: C}}
fee: {monthly: 3000, parts: {hours: 1000}}
calendars: {office: {week: "Mon-Fri 08:00-18:00", holidays: PL}}
hours:
  pool: {amount: 10h}
  rates: {above: 150}
  sizes: [{amount: 20h, fee: 1800}, {amount: 30h, discount: 20}]
  approve: {propose_change_after: {of: 3, periods_over: 2}}
"""


def changed(*pairs: tuple[str, str], text: str = PRESENT) -> Contract:
    """The contract with these words in place of those."""
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return parse(text).required()


def worked(*hours: int, first: int = 1, **more: object) -> list[str]:
    """So many hours in each month from January 2026 on, ten a day."""
    rows = []
    for n, length in enumerate(hours):
        month = first + n
        for day, done in enumerate(range(0, length, 10), 2):
            end = 8 + min(10, length - done)
            at = f"2026-{month:02}-{day:02}"
            row = {"type": "time", "id": f"{at}", "from": f"{at}T08:00:00Z", "to": f"{at}T{end:02}:00:00Z", **more}
            rows.append(json.dumps(row))
    return rows


def proposed(
    lines: list[str], *contracts: Contract, until: date = UNTIL, offers: tuple[Contract, ...] = ()
) -> Proposal:
    return propose(contracts or (changed(),), read_lines(lines), until, offers)


def totals(proposal: Proposal) -> list[str | None]:
    return [None if one.monthly is None else str(one.monthly) for one in proposal.alternatives]
