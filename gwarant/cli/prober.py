"""`gwarant prober`: a program that looks at what its server gives it, wherever it stands."""

import os
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import typer

from gwarant.cli.ports import inner_url
from gwarant.cli.service import instance, load, program, say
from gwarant.cli.terminal import guarded, read_text, unusable
from gwarant.engine.stop import Stop
from gwarant.engine.supervisor import end_with

HOME = "prober"  # the folder of the house's own, in the state directory
STARTING = 60  # seconds that a web server may take to answer
app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help="Look at services from where this machine stands. Only outgoing HTTPS to the server is needed.",
)
FOLDER = typer.Option(
    Path("prober"), "--folder", metavar="DIRECTORY", help="Where its key lies, and what the server has not yet taken."
)


@app.command("enrol")
@guarded
def enrol(
    server: str = typer.Argument(..., metavar="URL", help="The address of the server, https://sla.example.com"),
    code: str = typer.Option("-", "--code", metavar="FILE", help="Where the code stands that the server gave out."),
    authorities: str = typer.Option("", "--ca", metavar="FILE", help="PEM of who is trusted to name the server."),
    folder: Path = FOLDER,
) -> None:
    """Make this prober known at its server by a code that works once, read from standard input."""
    identity, enrolling = load("gwarant.prober.identity"), load("gwarant.prober.enrolling")
    if identity.kept(folder):
        raise unusable(str(folder), "is a prober that is known already", "choose another --folder")
    try:
        known = enrolling.enrol(server, read_text(code).strip(), read_text(authorities) if authorities else "")
    except enrolling.EnrolmentFailed as error:
        raise unusable(server, str(error), error.hint) from None
    identity.keep(folder, known)
    say(f"This prober is known at {server} and stands at {known.place}. Now: gwarant prober run --folder {folder}")


@app.command("home")
@guarded
def home(parent: int = typer.Option(0, "--parent", help="End when this process has ended.")) -> None:
    """Look from where the instance itself runs, as gwarant up does: made known by itself, without a code."""
    if parent:
        end_with(parent)
    identity = load("gwarant.prober.identity")
    with instance() as environment:
        folder, server = environment.state_dir / HOME, inner_url(environment.host, environment.port)
        known = identity.kept(folder)
        code = load("gwarant.cli.monitoring").home_code(known)
    wanted = _enrolled(server, code) if code else msgspec.structs.replace(known, server=server)
    if wanted != known:
        identity.keep(folder, wanted)
    reach = [f"--reach={one}" for one in environment.prober_networks]
    again = program("prober", "run", f"--folder={folder}", f"--parent={parent}", *reach)
    os.execv(again[0], again)  # without Django, which looking does not need


def _enrolled(server: str, code: str) -> Any:
    """Known at the server, which may just be starting."""
    enrolling, end = load("gwarant.prober.enrolling"), time.monotonic() + STARTING
    while True:
        try:
            return enrolling.enrol(server, code)
        except enrolling.EnrolmentFailed as error:
            if not isinstance(error, enrolling.ServerAway) or time.monotonic() > end:
                raise unusable(server, str(error), error.hint) from None
        time.sleep(0.3)


@app.command("run")
@guarded
def run(
    folder: Path = FOLDER,
    reach: list[str] = typer.Option(
        [], "--reach", metavar="NETWORK", help="A private network that may be called too, 10.0.0.0/8; * for all."
    ),
    parent: int = typer.Option(0, "--parent", help="End when this process has ended."),
) -> None:
    """Look at what the server gives out, until it is ended. What the server has not taken stays in the folder."""
    stop = Stop()
    stop.on_signals()
    if parent:
        end_with(parent)
    known = load("gwarant.prober.identity").kept(folder)
    if known is None:
        raise unusable(str(folder), "is no prober yet", "gwarant prober enrol URL")
    try:
        networks = load("gwarant.prober.reach").reach_of(reach)
    except ValueError as error:
        raise unusable("--reach", str(error), "a network such as 10.0.0.0/8, or *") from None
    begun = int(datetime.now(UTC).timestamp() * 1000)
    load("gwarant.prober.running").run(known, folder, networks, begun, lambda: not stop.is_set())
