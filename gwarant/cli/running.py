"""Running a whole instance: its database, its web server, its engine."""

import fcntl
import os
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import typer

from gwarant.cli.ports import answers, claim
from gwarant.cli.service import embedded, load, program, say, told, use_given, use_own, with_secret
from gwarant.cli.terminal import FINE, unusable
from gwarant.cli.watched import Watched
from gwarant.config.env import Environment, read_environment
from gwarant.engine.stop import Stop
from gwarant.engine.supervisor import Supervisor

NOTHING: Mapping[str, Sequence[str]] = {}


def run_all(ready: Callable[[], None], *, fast: bool = False, more: Mapping[str, Sequence[str]] = NOTHING) -> int:
    """Run until stopped; `ready` is called when the pages answer, `more` are programs that run besides."""
    stop = Stop()
    stop.on_signals()
    environment = with_secret(read_environment(), makes=True)
    load("django")
    with alone(environment.state_dir):
        claim(environment.host, environment.port, patience=3)  # what a killed one left behind is ending
        if environment.database_url:
            with told():
                use_given(environment, checked=True)
            return _run(environment, stop, ready, more)
        server = embedded(environment, fast=fast)
        with told():
            try:
                use_own(server)
                return _run(environment, stop, ready, more, server)
            finally:
                server.stop()


@contextmanager
def alone(state_dir: Path) -> Iterator[None]:
    """Keep a second `up` off the same state directory."""
    with open(state_dir / "up.lock", "w", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise unusable(str(state_dir), "is in use: gwarant up or demo already runs there") from None
        file.write(f"{os.getpid()}\n")
        file.flush()
        os.set_inheritable(file.fileno(), False)
        yield


def _run(
    environment: Environment,
    stop: Stop,
    ready: Callable[[], None],
    more: Mapping[str, Sequence[str]],
    server: Any = None,
) -> int:
    home = ["--home"] if environment.has_prober else []
    code = subprocess.run(program("migrate", "--quiet", *home), check=False).returncode
    if code != FINE:
        raise typer.Exit(code)
    parent = f"--parent={os.getpid()}"
    waiting = _Waiting(environment, ready, server)
    commands = {"web": program("web", parent), "engine": program("engine", parent), **more}
    if environment.mail_smtp or environment.mail_lmtp:
        commands["mail"] = program("mail", "listen", parent)
    spare = {}
    if environment.has_prober:
        commands["prober"], spare["prober"] = program("prober", "home", parent), Watched()
    return Supervisor(commands, say, waiting.look, spare).run(stop)


class _Waiting:
    """Looks after the database, and tells once that the pages answer."""

    def __init__(self, environment: Environment, ready: Callable[[], None], server: Any) -> None:
        self.environment, self.ready, self.server = environment, ready, server
        self.told = False

    def look(self) -> None:
        if self.server is not None and not self.server.is_running():
            self._revive()
        if not self.told and answers(self.environment.host, self.environment.port):
            self.told = True
            self.ready()

    def _revive(self) -> None:
        say("The database ended; starting it again")
        try:
            self.server.start()
        except Exception as error:
            say(f"The database does not start: {error}")
