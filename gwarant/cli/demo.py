"""`gwarant demo`: a whole world to look at."""

import os
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typer

from gwarant.cli.ports import free_port
from gwarant.cli.running import alone, run_all
from gwarant.cli.service import embedded, leave_database, load, say, set_up, told, use_own, with_secret
from gwarant.cli.terminal import guarded, unusable
from gwarant.config.env import Environment, read_environment

app = typer.Typer(add_completion=False, rich_markup_mode=None)
MARK = "this-is-a-demo"
PATIENCE = "A new world: about two minutes while two processors are free, several times that on a busy machine"
SITE = 8449  # the port of the customers' systems, or any that is free


@app.command("demo")
@guarded
def demo(keep: bool = typer.Option(False, "--keep", help="Go on with the world of the last time.")) -> None:
    """Run a made-up software house with its customers, contracts and live tickets; a new one each time."""
    environment = _own_place()
    logins = _world(environment, keep=keep)
    site = {"site": [sys.executable, "-m", "gwarant.demo.site", str(_site(environment.state_dir)), str(os.getpid())]}
    raise typer.Exit(run_all(lambda: _ready(logins), fast=True, more=site))


def _own_place() -> Environment:
    """Settings of its own: never the state directory or the database of a real instance."""
    given = os.environ.get("GWARANT_STATE_DIR", "")
    base = Path(os.environ.get("XDG_STATE_HOME") or "~/.local/state").expanduser()
    for name in ("DATABASE_URL", "GWARANT_APP_DATABASE_URL", "GWARANT_SECRET_KEY", "GWARANT_EMAIL_URL"):
        os.environ.pop(name, None)
    os.environ["GWARANT_STATE_DIR"] = given or str(base / "gwarant-demo")
    os.environ.setdefault("GWARANT_PROBER_NETWORKS", "127.0.0.1")  # where the systems of the demo's customers stand
    environment = read_environment()
    port = free_port(environment.host, environment.port)
    if port != environment.port:
        say(f"Port {environment.port} is taken; taking {port}")
        os.environ["GWARANT_PORT"] = str(port)
    return read_environment()


def _site(state: Path) -> int:
    """The port of the customers' systems, the same each time that this world goes on."""
    file = state / "site-port"
    if not file.exists():
        file.write_text(str(free_port("127.0.0.1", SITE)))
    return int(file.read_text())


def _world(environment: Environment, *, keep: bool) -> Any:
    state = environment.state_dir
    if state.exists() and any(state.iterdir()) and not (state / MARK).exists():
        raise unusable(str(state), "is not empty and no demo", "set GWARANT_STATE_DIR to a new directory")
    state.mkdir(mode=0o700, parents=True, exist_ok=True)
    load("django")
    with alone(state):
        made = (state / MARK).exists() and (state / MARK).read_text() == "made"
        if not (keep and made):
            say(PATIENCE)
            _clear(environment)
        server = embedded(with_secret(environment, makes=True), fast=True)
        with told():
            use_own(server)
            set_up()
            logins = _built(state, made=keep and made)
            leave_database()
    for name in ("DATABASE_URL", "GWARANT_APP_DATABASE_URL"):
        os.environ.pop(name, None)
    return logins


def _clear(environment: Environment) -> None:
    """Forget the former world."""
    embedded(environment).stop()
    for path in environment.state_dir.iterdir():
        if path.name != "up.lock":
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    (environment.state_dir / MARK).write_text("being made")


def _built(state: Path, *, made: bool) -> Any:
    load("gwarant.cli.migrating").migrate()
    world = load("gwarant.demo.build")
    if not made:
        site = f"http://127.0.0.1:{_site(state)}"
        world.build(datetime.now(UTC).replace(microsecond=0), say, site=site)
        (state / MARK).write_text("made")
    return world.LOGINS


def _ready(logins: Any) -> None:
    typer.echo(f"\n  {read_environment().url}\n")
    for one in logins:
        typer.echo(f"  {one.email:24} {one.password}   {one.who}")
    typer.echo("")
    say("Ctrl-C stops it; the next demo begins anew (--keep goes on with this one).")
