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
WAITS_LONG = 60  # seconds: a batch is handed over a second after it was packed
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


@app.command("status")
@guarded
def status(folder: Path = FOLDER) -> None:
    """Say what this prober has still to hand over and what it lost; ends with 1 when the oldest waits for a minute."""
    known = load("gwarant.prober.identity").kept(folder)
    if known is None:
        raise unusable(str(folder), "is no prober yet", "gwarant prober enrol URL")
    spool, entry = load("gwarant.prober.spool"), load("gwarant.prober.journal").entry_in(folder)
    names, now = spool.waiting_in(folder / "spool"), int(datetime.now(UTC).timestamp() * 1000)
    typer.echo(f"prober {known.prober} at {known.place}, {known.server}")
    if entry is not None:
        typer.echo(
            f"everything up to {_moment(entry.told)} is handed over or on the disk, of {len(entry.grids)} monitors"
        )
        typer.echo(f"{entry.lost} looks lost since it began" if entry.lost else "nothing lost since it began")
    age = (now - spool.packed_at(names[0])) / 1000 if names else 0.0
    typer.echo(f"{len(names)} batches wait for the server" + (f", the oldest for {age:.0f} s" if names else ""))
    if age > WAITS_LONG:
        raise typer.Exit(1)


def _moment(milliseconds: int) -> str:
    return f"{datetime.fromtimestamp(milliseconds // 1000, UTC):%Y-%m-%dT%H:%M:%SZ}"


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
