"""`gwarant backup` and its counterpart."""

from datetime import UTC, datetime
from pathlib import Path

import typer

from gwarant.cli.service import embedded, instance, load, say
from gwarant.cli.terminal import guarded, unusable
from gwarant.config.env import Environment, read_environment

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("backup")
@guarded
def backup(
    file: Path = typer.Argument(..., metavar="FILE", help="The file to write; it appears when it is whole."),
    no_secret: bool = typer.Option(False, "--no-secret", help="Leave the secret key out; keep it elsewhere."),
) -> None:
    """Write the whole instance into one file, while it runs."""
    if not file.absolute().parent.is_dir():
        raise unusable(str(file), "there is no such directory")
    own = not read_environment().database_url
    with instance() as environment:
        secret = None if no_secret else environment.secret_key
        found = programs(environment, own=own)
        try:
            made = load("gwarant.database.backup").backup(
                environment.database_url,
                file.absolute(),
                found,
                secret=secret,
                files=shelf(environment),
                now=datetime.now(UTC),
            )
        except OSError as error:
            raise unusable(str(file), f"cannot be written: {error.strerror or error}") from None
    count = len(load("gwarant.database.backup").files_in(file))
    say(f"{file}: {sum(made.rows.values())} rows, {count} files, {file.stat().st_size / 1e6:.1f} MB")


def programs(environment: Environment, *, own: bool) -> object:
    """The PostgreSQL programs that fit the instance's server."""
    return embedded(environment).binaries() if own else load("gwarant.database.binaries").find()


def shelf(environment: Environment) -> object:
    """Where the files of the instance lie."""
    return load("gwarant.files.folder").Folder(environment.files_dir)
