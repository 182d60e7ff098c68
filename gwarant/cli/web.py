"""`gwarant web`: the pages."""

import typer

from gwarant.cli.ports import claim
from gwarant.cli.service import instance, load
from gwarant.cli.terminal import guarded
from gwarant.config.env import Environment
from gwarant.engine.supervisor import end_with

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("web")
@guarded
def web(
    port: int = typer.Option(0, "--port", metavar="PORT", help="The port, instead of GWARANT_PORT."),
    parent: int = typer.Option(0, "--parent", help="End when this process has ended."),
) -> None:
    """Run the web server. Any number may run, each on a port of its own."""
    if parent:
        end_with(parent)
    with instance() as environment:
        load("gwarant.cli.word_forms").have_words()
        claim(environment.host, port or environment.port, patience=5.0 if parent else 0.0)
        serve(environment, port or environment.port)


def serve(environment: Environment, port: int, target: str = "gwarant.cli.serving:application") -> None:
    """Answer at the port by what the target makes, until told to stop."""
    granian = load("granian")
    granian.Granian(
        target=target,
        factory=True,
        address=environment.host,
        port=port,
        interface="rsgi",
        workers_kill_timeout=10,
        log_level="warning",
    ).serve()
