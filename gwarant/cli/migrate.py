"""`gwarant migrate`: the tables of this version."""

import typer

from gwarant.cli.service import instance, load, say
from gwarant.cli.terminal import guarded

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("migrate")
@guarded
def migrate(
    quiet: bool = typer.Option(False, "--quiet", help="Say nothing when there is nothing to do."),
    home: bool = typer.Option(False, "--home", help="Have the place there from which the house itself looks."),
) -> None:
    """Bring the database to this version; safe to run at any time, by several programs at once."""
    with instance(makes=True):
        applied = load("gwarant.cli.migrating").migrate()
        if home:
            load("gwarant.cli.monitoring").open_home()
        if applied or not quiet:
            say(f"{applied} migrations applied" if applied else "The tables are up to date")
