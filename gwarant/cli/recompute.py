"""`gwarant recompute`: the cached columns and the ledger."""

import typer

from gwarant.cli.service import instance, load
from gwarant.cli.terminal import FINE, FOUND, guarded

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("recompute")
@guarded
def recompute(
    check: bool = typer.Option(False, "--check", help="Change nothing; end with 1 when a column disagrees."),
) -> None:
    """Write what tickets and clocks say anew from their events, or prove that it agrees with the ledger."""
    with instance():
        found = load("gwarant.cli.recomputing")
        agrees = found.check(typer.echo) if check else found.write(typer.echo)
    raise typer.Exit(FINE if agrees else FOUND)
