"""`gwarant verify`: a report checked from itself, without a database and without asking anybody."""

import typer

from gwarant.cli.terminal import FINE, FOUND, guarded, print_json
from gwarant.cli.verifying import Check, carried_by, checks_of

app = typer.Typer(add_completion=False, rich_markup_mode=None)
OPEN = (
    "what the pages say was not read: the figures are those of the attached assessment",
    "whether it is the newest revision, and whether a row is missing, is known to the house's chain alone",
)


@app.command("verify")
@guarded
def verify(
    report: str = typer.Argument(..., metavar="REPORT", help="The PDF of a closed month."),
    as_json: bool = typer.Option(False, "--json", help="Print what was checked as JSON."),
) -> None:
    """Compute every figure of a report again from what it carries; 1 where anything differs."""
    found = list(checks_of(carried_by(report)))
    holds = all(one.holds for one in found)
    if as_json:
        rows = [{"check": one.what, "holds": one.holds, "differs": list(one.differs)} for one in found]
        print_json({"holds": holds, "checks": rows, "not_checked": list(OPEN)})
    else:
        _show(found, holds)
    raise typer.Exit(FINE if holds else FOUND)


def _show(found: list[Check], holds: bool) -> None:
    for one in found:
        typer.echo(f"{'✓' if one.holds else '✕'} {one.what}")
        for place in one.differs:
            typer.echo(f"    {place}")
    typer.echo("")
    typer.echo("The report holds." if holds else "The report does not hold.")
    typer.echo("Not checked:")
    for line in OPEN:
        typer.echo(f"  – {line}")
