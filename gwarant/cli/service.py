"""What every command of the service does first: settings, secret, database, then Django. Itself it loads neither."""

import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import typer

from gwarant.cli.terminal import unusable
from gwarant.config.env import Environment, read_environment

SECRET_FILE = "secret"


def say(text: str) -> None:
    """A line of progress on standard error."""
    typer.echo(text, err=True)


def load(module: str) -> Any:
    """A module of the service; a sentence when only the light part is installed."""
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("gwarant"):
            raise
        missing = f"is not installed as a server ({error.name} is missing)"
        raise unusable("gwarant", missing, "pip install 'gwarant[server]'") from None


@contextmanager
def instance(*, makes: bool = False) -> Iterator[Environment]:
    """The instance that the settings name, its database running and Django loaded.

    `makes`: a secret and an application's role that are missing are made. A database of our own that had to be
    started is stopped again, unless others came to use it.
    """
    environment = with_secret(read_environment(), makes=makes)
    load("django")
    with told(), _database(environment, checked=makes):
        set_up()
        yield read_environment()


def with_secret(environment: Environment, *, makes: bool) -> Environment:
    """The same, with the secret in the environment of this process and its children."""
    os.environ["GWARANT_STATE_DIR"] = str(environment.state_dir)
    secret = environment.secret_key or kept_secret(environment.state_dir) or (makes and make_secret(environment))
    if not secret:
        raise unusable("GWARANT_SECRET_KEY", "there is no secret key yet", "run gwarant init, or set the variable")
    os.environ["GWARANT_SECRET_KEY"] = secret
    os.environ.pop("GWARANT_SECRET_KEY_FILE", None)
    return read_environment()


def kept_secret(state_dir: Path) -> str:
    """The secret of the state directory, empty when there is none."""
    file = state_dir / SECRET_FILE
    try:
        return file.read_text(encoding="ascii").strip()
    except (FileNotFoundError, NotADirectoryError):
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise unusable(str(file), f"cannot be read: {error}") from None


def make_secret(environment: Environment, secret: str = "") -> str:
    """A new secret, readable by its owner only; of two programs that make one at once the first wins."""
    file = environment.state_dir / SECRET_FILE
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = file.with_name(f"{SECRET_FILE}.{os.getpid()}")
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as out:
            out.write((secret or secrets.token_urlsafe(48)) + "\n")
        try:
            os.link(part, file)
        except FileExistsError:
            pass
        finally:
            part.unlink()
    except OSError as error:
        raise unusable("GWARANT_STATE_DIR", f"{environment.state_dir}: {error.strerror or error}") from None
    return kept_secret(environment.state_dir)


def set_up() -> None:
    """Load Django with the settings of this environment."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gwarant.config.settings")
    load("django").setup()


def use_own(server: Any) -> None:
    """Have the instance's own database running, for this process and its children."""
    server.start()
    roles = load("gwarant.database.roles")
    _use(server.dsn(roles.OWNER), server.dsn(roles.APP))


def use_given(environment: Environment, *, checked: bool) -> None:
    """Work with the database that the settings name; `checked`: the application's role is made and looked at."""
    owner, app = environment.database_url, environment.app_database_url
    if checked:
        load("gwarant.database.roles").ensure_app_role(owner, app or None)
    _use(owner, app or in_role(owner))


def in_role(url: str) -> str:
    """The owner's URL, working as the application's role from the first statement."""
    option = f"options=-c%20role%3D{load('gwarant.database.roles').APP}"
    return f"{url}{'&' if urlsplit(url).query else '?'}{option}"


def embedded(environment: Environment, *, fast: bool = False) -> Any:
    """The instance's own PostgreSQL."""
    return load("gwarant.database.embedded").Embedded(environment.state_dir, fast=fast, say=say)


def program(*arguments: str) -> list[str]:
    """The command line of another program of the service."""
    return [sys.executable, "-m", "gwarant.cli", *arguments]


def _use(owner: str, app: str) -> None:
    os.environ["DATABASE_URL"], os.environ["GWARANT_APP_DATABASE_URL"] = owner, app


@contextmanager
def _database(environment: Environment, *, checked: bool) -> Iterator[None]:
    if environment.database_url:
        use_given(environment, checked=checked)
        yield
        return
    server = embedded(environment)
    was_running = server.is_running()
    use_own(server)
    try:
        yield
    finally:
        leave_database()
        if not was_running and not server.connections():
            server.stop()


def leave_database() -> None:
    """Give back every connection of this process."""
    if load("django.apps").apps.ready:
        connections = load("django.db").connections
        connections.close_all()
        connections["default"].close_pool()


@contextmanager
def told() -> Iterator[None]:
    """What a database may refuse, as sentences."""
    try:
        yield
    except Exception as error:
        if not isinstance(error, _failures()):
            raise
        raise unusable("database", " ".join(str(error).split())) from None


def _failures() -> tuple[type[Exception], ...]:
    problem = load("gwarant.database.problem").DatabaseProblem
    return problem, load("psycopg").OperationalError, load("django.db").OperationalError
