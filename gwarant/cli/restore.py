"""`gwarant restore`: an instance from its backup."""

from pathlib import Path

import typer

from gwarant.cli.backup import programs, shelf
from gwarant.cli.service import instance, kept_secret, load, make_secret, say
from gwarant.cli.terminal import FOUND, guarded, unusable
from gwarant.config.env import read_environment

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("restore")
@guarded
def restore(
    file: Path = typer.Argument(..., metavar="FILE", help="What gwarant backup wrote."),
    replace: bool = typer.Option(False, "--replace", help="Put it in place of what the database holds now."),
) -> None:
    """Bring a backup back, wholly or not at all, and its tables to this version."""
    if not file.is_file():
        raise unusable(str(file), "there is no such file")
    _bring_secret(file)
    own = not read_environment().database_url
    with instance(makes=True) as environment:
        found = programs(environment, own=own)
        brought = load("gwarant.database.backup").restore(
            file.absolute(), environment.database_url, found, replace=replace, files=shelf(environment)
        )
        applied = load("gwarant.cli.migrating").migrate()
        lost = load("gwarant.cli.attached").lost_files()
    say(f"{file}: {sum(brought.rows.values())} rows of {brought.taken:%Y-%m-%d %H:%M} UTC are back")
    if brought.has_files:
        count = len(load("gwarant.database.backup").files_in(file))
        say(f"{count} files are back, each with the bytes that its hash says")
    if applied:
        say(f"{applied} migrations applied")
    for one in lost:
        say(f"Missing: the file {one}, which a row names, is neither in the backup nor in {environment.files_dir}")
    if lost:
        raise typer.Exit(FOUND)


def _bring_secret(file: Path) -> None:
    """Take the secret of the backup over, where there is none yet; say so when there is another one."""
    environment = read_environment()
    here = environment.secret_key or kept_secret(environment.state_dir)
    try:
        secret = load("gwarant.database.backup").secret_of(file)
    except load("gwarant.database.problem").DatabaseProblem as error:
        raise unusable(str(file), str(error)) from None
    if secret and not here:
        make_secret(environment, secret)
    elif secret not in (None, here, *environment.old_secret_keys):
        say("the backup has another secret key: name it in GWARANT_OLD_SECRET_KEYS, or credentials in it stay locked")
