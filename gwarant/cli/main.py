"""The `gwarant` command: a table of import strings, so that a command loads only what it needs."""

import gc
import sys
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup

from gwarant import __version__

COMMANDS = {
    "assess": "gwarant.cli.assess",
    "calendar": "gwarant.cli.calendar",
    "clock": "gwarant.cli.clock",
    "contract": "gwarant.cli.contract",
    "count": "gwarant.cli.count",
    "verify": "gwarant.cli.verify",
    "evidence": "gwarant.cli.evidence",
    "mail": "gwarant.cli.mail",
    "demo": "gwarant.cli.demo",
    "init": "gwarant.cli.init",
    "up": "gwarant.cli.up",
    "web": "gwarant.cli.web",
    "engine": "gwarant.cli.engine",
    "prober": "gwarant.cli.prober",
    "monitors": "gwarant.cli.monitors",
    "places": "gwarant.cli.places",
    "migrate": "gwarant.cli.migrate",
    "backup": "gwarant.cli.backup",
    "restore": "gwarant.cli.restore",
    "ledger": "gwarant.cli.ledger",
    "seal": "gwarant.cli.seal",
    "recompute": "gwarant.cli.recompute",
    "index": "gwarant.cli.index",
    "unlock": "gwarant.cli.unlock",
}


class Table(TyperGroup):
    """Loads a command when it is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in COMMANDS:
            return None
        command = typer.main.get_command(import_module(COMMANDS[cmd_name]).app)
        command.name = cmd_name
        return command


app = typer.Typer(
    cls=Table,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Judges service level agreements: a contract is data, what happened is evidence, the assessment is computed. "
    "Exit codes: 0 fine, 1 a check found something, 2 unusable input.",
)


@app.callback(invoke_without_command=True)
def top(version: bool = typer.Option(False, "--version", help="Print the version and stop.")) -> None:
    """Judge service level agreements."""
    if version:
        typer.echo(f"gwarant {__version__}")
        raise typer.Exit


def run() -> None:
    """The entry point.

    A program loads much and throws next to nothing away: it is looked through for that less often.
    """
    gc.set_threshold(20_000, 20, 20)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    app(prog_name="gwarant")
