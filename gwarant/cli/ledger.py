"""`gwarant ledger`: the chains of evidence."""

from collections.abc import Iterable, Iterator
from typing import Any

import typer

from gwarant.cli.service import instance, load, say
from gwarant.cli.terminal import FINE, FOUND, STDIN, guarded, read_text, unusable, write_text
from gwarant.ledger.anchor import Known, known_in, known_of
from gwarant.ledger.offline import verify_export
from gwarant.ledger.report import Report
from gwarant.sla.lines import lines_of

app = typer.Typer(
    add_completion=False, rich_markup_mode=None, no_args_is_help=True, help="Evidence: verify its chains, export it."
)


@app.command("verify")
@guarded
def verify(
    file: str = typer.Argument("", metavar="[FILE]", help="An exported chain; needs no server. Else this instance's."),
    customer: str = typer.Option("", "--customer", metavar="KEY", help="One customer only."),
    head: list[str] = typer.Option(
        [],
        "--head",
        metavar="HEAD",
        help="A head that somebody noted: the chain must contain it. Repeat it for several.",
    ),
    heads: list[str] = typer.Option(
        [], "--heads", metavar="NOTES", help="A saved mail, page or file: the chains must contain every head in it."
    ),
) -> None:
    """Recompute every chain, or the one in FILE, and compare it with the tables; ends with 1 when one does not hold."""
    noted = heads_given(head, heads)
    if file:
        report = verify_export(lines_of(read_text(file)), noted)
    else:
        with instance():
            kept = load("gwarant.cli.evidence_kept")
            if customer:
                _check(kept, customer)
            report = kept.verify(customer, noted)
    for line in told(report):
        typer.echo(line)
    raise typer.Exit(FINE if report.is_fine else FOUND)


def told(report: Report) -> Iterator[str]:
    """The report, a line a finding."""
    yield from (f"broken: {problem}" for problem in report.problems)
    yield from (f"note: {note}" for note in report.notes)
    yield from (f"{customer} {head}" for customer, head in report.heads)
    verdict = "every chain holds" if report.is_fine else "broken"
    sums = f"{report.customers} customers, {report.rows} rows in {report.blocks} blocks, {report.waiting} wait"
    sums += f", {report.compared} compared with their tables" if report.compared else ""
    yield f"{verdict}: {sums}"


@app.command("export")
@guarded
def export(
    customer: str = typer.Argument(..., metavar="KEY", help="The customer's key, as in SHOP-42."),
    evidence: bool = typer.Option(False, "--evidence", help="The rows alone, as `gwarant assess` reads them."),
    out: str = typer.Option(STDIN, "-o", "--out", metavar="FILE", help="The file to write; else standard output."),
) -> None:
    """Write a customer's chain of evidence as JSON Lines, for somebody who verifies it without us."""
    with instance():
        kept = load("gwarant.cli.evidence_kept")
        _check(kept, customer)
        write_text(out, kept.rows(customer) if evidence else kept.chain(customer))
    if out != STDIN:
        say(f"Written: {out}")


def heads_given(head: Iterable[str], notes: Iterable[str]) -> list[Known]:
    """The heads that were typed, and those in saved mails, pages or files."""
    return [*map(_head, head), *(one for name in notes for one in _heads(name))]


def _head(text: str) -> Known:
    found = known_of(text)
    if found is None:
        raise unusable("--head", f"{text[:80]!r} is no head", "64 hexadecimal digits, or KEY:BLOCK:HEAD")
    return found


def _heads(name: str) -> list[Known]:
    found = list(known_in(read_text(name)))
    if not found:
        raise unusable(
            name, "holds no head", "a head is written KEY:BLOCK:HEAD, as on a month's page or in the daily mail"
        )
    return found


def _check(kept: Any, customer: str) -> None:
    known = kept.customers()
    if customer not in known:
        raise unusable(customer, "is no customer here", f"known: {', '.join(known) or 'none'}")
