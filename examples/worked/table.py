"""The worked example as tables in Markdown: months and promises under the three packages, and the status log.

Run with: uv run python examples/worked/table.py INCIDENTS.jsonl SITE.jsonl
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from gwarant.cli.inputs import contracts_of, evidence_of
from gwarant.pictures.words import money
from gwarant.sla.assessment import Assessment, assess
from gwarant.sla.assessment.model import Promised
from gwarant.sla.availability import display
from gwarant.sla.availability.figure import decimal
from gwarant.sla.contract.model import Contract
from gwarant.sla.evidence.model import Evidence

HERE = Path(__file__).parent
PACKAGES = ("basic", "business", "premium")
MONTHS = ("2016-02", "2016-03", "2016-04", "2016-05", "2016-06", "2016-07", "2016-08")
BUSIEST = "2016-03"
ELEVEN_DAYS = "2026-08-11..2026-08-21"


def contract(name: str) -> tuple[Contract, ...]:
    return contracts_of([str(HERE / f"{name}.yaml")])


def cell(judged: Assessment) -> str:
    """Met of judged, the share cut to a decimal, and what is owed."""
    met, all_ = sum(row.met for row in judged.kept), sum(row.judged for row in judged.kept)
    share = f"{1000 * met // all_ / 10:.1f} %" if all_ else "–"
    owed = judged.months[0].remedies.total if judged.months else None
    return f"{met} of {all_}, {share}" + (f", {money(owed, 'PLN', 'en')}" if owed else "")


def months(evidence: Evidence) -> Iterator[str]:
    """A row a month: what each package would have kept and owed."""
    yield "| month | Basic | Business | Premium |"
    yield "|---|---|---|---|"
    for month in MONTHS:
        cells = (cell(assess(contract(name), evidence, month)) for name in PACKAGES)
        yield f"| {month} | " + " | ".join(cells) + " |"


def promises(evidence: Evidence) -> Iterator[str]:
    """A row a promise of the busiest month: target and met of judged under each package."""
    tables = [{(row.class_, row.clock): row for row in assess(contract(n), evidence, BUSIEST).kept} for n in PACKAGES]
    yield "| promise | Basic | Business | Premium |"
    yield "|---|---|---|---|"
    for key in dict.fromkeys(key for table in tables for key in table):
        found = [table.get(key) for table in tables]
        cells = (f"{row.target}: {row.met}/{row.judged}" if row else "–" for row in found)
        yield f"| {key[0]}, {key[1]} | " + " | ".join(cells) + " |"


def availability(evidence: Evidence) -> Iterator[str]:
    """A row a promise of the status log: bounds, coverage, verdict."""
    yield "| service | lower | point | upper | measured | outages | at ≥ 99.5 %, were it a month |"
    yield "|---|---|---|---|---|---|---|"
    for row in assess(contract("documentation-site"), evidence, ELEVEN_DAYS).availability:
        figure = row.figure
        numbers = [display(one, 3) if one is not None else "–" for one in (figure.lower, figure.point, figure.upper)]
        rest = (f"{display(figure.coverage, 1)} %", str(len(figure.outages)), _were_it_a_month(row))
        yield f"| {figure.service} | " + " | ".join((*numbers, *rest)) + " |"


def _were_it_a_month(row: Promised) -> str:
    """Eleven days are a part, which has no verdict: what the bounds alone would say."""
    if row.target.holds(decimal(row.figure.lower)):
        return "met"
    return "undetermined" if row.target.holds(decimal(row.figure.upper)) else "breached"


if __name__ == "__main__":
    incidents, site = (evidence_of([path]) for path in sys.argv[1:3])
    for table in (months(incidents), promises(incidents), availability(site)):
        print("\n".join(table), end="\n\n")
