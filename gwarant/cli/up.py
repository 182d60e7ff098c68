"""`gwarant up`: everything at once."""

import typer

from gwarant.cli.running import run_all
from gwarant.cli.service import say
from gwarant.cli.terminal import guarded
from gwarant.config.env import read_environment

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("up")
@guarded
def up() -> None:
    """Run everything: the database (unless DATABASE_URL names one), the web server and the engine, until Ctrl-C."""
    raise typer.Exit(run_all(_ready))


def _ready() -> None:
    typer.echo(read_environment().url)
    say("Gwarant runs. Ctrl-C stops it.")
