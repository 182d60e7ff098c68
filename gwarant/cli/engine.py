"""`gwarant engine`: the sweeps and the jobs."""

import os
import sys

import typer

from gwarant.cli.service import instance, load, say
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
        load("gwarant.cli.word_forms").have_words()
        has_ended = load("gwarant.engine.run").run(stop)
    if not has_ended:
        say("The engine ends in the middle of a job; it is done again when the next one runs")
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)  # the interpreter would wait for threads that have had their time
