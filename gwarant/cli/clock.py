"""`gwarant clock`: what a ticket's clocks say, and why."""

from dataclasses import replace

import typer

from gwarant.cli.inputs import evidence_of, in_order, language_of, moment_of, wordings_of
from gwarant.cli.terminal import guarded, print_json, show_sheet, unusable
from gwarant.pictures.names import names_of
from gwarant.pictures.sentence import sentence
from gwarant.pictures.terminal import why
from gwarant.sla.clocks.fold import read_clocks
from gwarant.sla.clocks.ticket import Ticket, tickets_of
from gwarant.sla.contract.versions import in_force
from gwarant.sla.document import plain
from gwarant.sla.evidence.model import Evidence
from gwarant.sla.problem import did_you_mean
from gwarant.sla.terms import Terms

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
@guarded
def clock(
    contract: str = typer.Argument(..., help="The contract."),
    evidence: str = typer.Argument(..., help="The evidence, JSON Lines."),
    ticket: str = typer.Argument(..., help="The ticket's number."),
    explain: bool = typer.Option(False, "--why", help="Show the segments and their reasons."),
    only: str = typer.Option("", "--clock", metavar="NAME", help="Only this clock."),
    at: str = typer.Option("", "--at", metavar="TIME", help="As of this moment; after the last event otherwise."),
    version: list[str] = typer.Option([], "--version-file", metavar="FILE", help="Another version of the contract."),
    language: str = typer.Option("en", "--lang", metavar="en|pl", help="Language of the words."),
    as_json: bool = typer.Option(False, "--json", help="Readings as JSON."),
) -> None:
    """Read the clocks of one ticket."""
    wordings, rows = wordings_of([contract, *version]), evidence_of([evidence])
    versions = in_order(wordings, rows.agreements)
    found = _ticket(rows, ticket, evidence)
    wording = in_force(versions, found.received)
    if wording is None:
        raise unusable(contract, f"was not in force when {ticket} was received")
    as_of = moment_of(at, wording.defaults.timezone) if at else max(event.at for event in rows.events) + 1
    terms, own = Terms(wording), [row for row in rows.exclusions if row.ticket == ticket]
    known = as_of if at else max([as_of, *(max(row.decided, row.received) // 1000 + 1 for row in own)])
    readings = [r for r in read_clocks(found, terms, as_of, own, decided_by=known) if only in ("", r.clock)]
    clocks = [one.id for one in wording.clocks]
    if only and only not in clocks:
        raise unusable("--clock", f"there is no clock {only!r}", did_you_mean(only, clocks))
    if not readings:
        raise unusable(ticket, _no_clock(found))
    if as_json:
        print_json([plain(reading) for reading in readings])
        return
    lang = language_of(language)
    names = replace(names_of(wording), calendars=terms.calendars).said_in(lang)
    for reading in readings:
        if explain:
            show_sheet(lambda width, reading=reading: why(reading, width, lang, names))  # type: ignore[misc]
        else:
            typer.echo(f"{names.clock(reading.clock)}: {sentence(reading, lang, names)}")


def _ticket(rows: Evidence, wanted: str, file: str) -> Ticket:
    tickets = {one.id: one for one in tickets_of(rows.events)}
    if wanted not in tickets:
        names = sorted(tickets)
        hint = did_you_mean(wanted, names) if len(names) < 2000 else ""
        hint = hint if len(hint) < 200 else f"{len(names)} tickets, from {names[0]} to {names[-1]}"
        raise unusable(file, f"tells of no ticket {wanted!r}", hint)
    return tickets[wanted]


def _no_clock(ticket: Ticket) -> str:
    if ticket.merged_into:
        return f"was merged into {ticket.merged_into} and is not judged"
    if ticket.is_dismissed:
        return "was laid aside as no report and is not judged"
    return "has no clock: its class has no target here, or no report on a channel that counts"
