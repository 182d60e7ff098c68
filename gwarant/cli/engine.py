"""`gwarant engine`: the sweeps and the jobs."""

import typer

from gwarant.cli.service import instance, load
from gwarant.cli.terminal import guarded
from gwarant.engine.stop import Stop
from gwarant.engine.supervisor import end_with

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("engine")
@guarded
def engine(parent: int = typer.Option(0, "--parent", help="End when this process has ended.")) -> None:
    """Run an engine: deadlines, messages, sealing, jobs. Any number may run; what is due is done once."""
    stop = Stop()
    stop.on_signals()
    if parent:
        end_with(parent)
    with instance():
        load("gwarant.engine.run").run(stop)
