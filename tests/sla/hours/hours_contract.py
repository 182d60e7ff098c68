"""Contracts of hours as people write them, judged as they are: YAML through parse and assess."""

import json

from gwarant.sla.assessment import Assessment, assess
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.parse import parse
from gwarant.sla.evidence.jsonl import read_lines
from gwarant.sla.hours import Statement

H = 3600
FRAME = """
apiVersion: sla/v1
kind: Contract
metadata: {{id: C, version: {version}, status: signed, signed: {{date: 2025-12-01}}}}
effective: {{from: {since}, to: {to}}}
defaults: {{timezone: UTC, currency: PLN}}
parties: {{provider: {{name: P}}, client: {{name: C}}}}
fee: {fee}
calendars: {{office: {{week: "Mon-Fri 08:00-18:00", holidays: PL}}}}
hours:
"""


def contract(hours: str, version: int = 1, since: str = "2026-01-01", to: str = "null", fee: str = "{monthly: 1000}"):
    """A contract with these hours, each line of them as it stands in a file under `hours:`."""
    lines = "".join(f"  {line}\n" for line in hours.strip().splitlines())
    return parse(FRAME.format(version=version, since=since, to=to, fee=fee) + lines).required()


def time(id: str, start: str, minutes: int, **more: object) -> str:
    """A row of work that begins so ("2026-01-12 09:00", UTC)."""
    day, clock = start.split()
    hour, minute = (int(part) for part in clock.split(":"))
    end = hour * 60 + minute + minutes
    assert end < 24 * 60
    begun, ended = f"{day}T{clock}:00Z", f"{day}T{end // 60:02}:{end % 60:02}:00Z"
    return json.dumps({"type": "time", "id": id, "from": begun, "to": ended, **more})


def closing(month: str, day: str) -> str:
    return json.dumps({"type": "closing", "id": f"k{month}{day}", "at": f"{day}T10:00:00Z", "month": month})


def judged(lines: list[str], period: str, *contracts: Contract) -> Assessment:
    return assess(contracts, read_lines(lines), period)


def stated(lines: list[str], period: str, *contracts: Contract) -> list[Statement]:
    """The statements of the period's months."""
    return [month.hours for month in judged(lines, period, *contracts).months if month.hours]


def seconds(pieces) -> int:
    return sum(piece.seconds for piece in pieces)
