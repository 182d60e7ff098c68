"""`gwarant contract propose`: what the past months would have cost under other pools and offers."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import typer

from gwarant.cli.inputs import day_in, evidence_of, in_order, language_of, wordings_of
from gwarant.cli.terminal import argument, guarded, print_json, read_text, show_sheet, working
from gwarant.packages import library
from gwarant.pictures.terminal.proposal import proposal
from gwarant.sla.civil import day_of, month_of
from gwarant.sla.contract.parse import parse
from gwarant.sla.document import plain
from gwarant.sla.evidence.model import TimeEntry
from gwarant.sla.proposal import propose as propose_
from gwarant.sla.proposal.model import SCHEMA


@guarded
def propose(
    contract: str = typer.Argument(..., help="The contract."),
    evidence: list[str] = typer.Argument(..., metavar="EVIDENCE…", help="Evidence files, JSON Lines."),
    version: list[str] = typer.Option([], "--version-file", metavar="FILE", help="Another version of the contract."),
    offers: list[str] = typer.Option([], "--offer", metavar="FILE", help="A contract on offer, to compare with."),
    until: str = typer.Option(
        "",
        "--until",
        metavar="DATE",
        help="The last day; otherwise the end of the last month with work, if it is over.",
    ),
    language: str = typer.Option("en", "--lang", metavar="en|pl", help="Language of the words."),
    as_json: bool = typer.Option(False, "--json", help="The proposal as JSON."),
) -> None:
    """Price the past months under the contract, the sizes of its pool and offers, and name the cheapest."""
    lang = language_of(language)
    wordings, rows = wordings_of([contract, *version]), evidence_of(evidence)
    versions = in_order(wordings, rows.agreements)
    zone = versions[-1].defaults.timezone
    last = argument("--until", day_in, until) if until else _last_day(rows.entries, zone)
    others = [parse(read_text(file), file, library()).required() for file in offers]
    with working("pricing the past"):
        found = propose_(versions, rows, last, others)
    if as_json:
        print_json({"schema": SCHEMA, **plain(found)})
    else:
        show_sheet(lambda width: proposal(found, width, lang))


def _last_day(entries: Sequence[TimeEntry], zone: str) -> date:
    """The end of the month in which the last work was begun; before today, so that a running month is left out."""
    yesterday = day_of(int(datetime.now(UTC).timestamp()), zone) - timedelta(days=1)
    if not entries:
        return yesterday
    month = month_of(day_of(max(one.start for one in entries), zone), zone)
    return min(yesterday, month.after - timedelta(days=1))
