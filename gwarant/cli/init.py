"""`gwarant init`: a new instance, or what an old one still lacks."""

import sys
from datetime import UTC, datetime
from typing import Any

import typer

from gwarant.cli.inputs import LANGUAGES
from gwarant.cli.service import instance, load, say
from gwarant.cli.terminal import guarded, read_text, unusable
from gwarant.config.env import Environment

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command("init")
@guarded
def init(
    company: str = typer.Option("", "--company", metavar="NAME", help="The company that gives the service."),
    language: str = typer.Option("", "--language", metavar="en|pl", help="Its language."),
    email: str = typer.Option("", "--email", metavar="ADDRESS", help="The first owner's e-mail."),
    name: str = typer.Option("", "--name", metavar="NAME", help="The first owner's name."),
    password: str = typer.Option("", "--password-file", metavar="FILE", help="Holds the password; - reads it here."),
) -> None:
    """Make an instance: secret, database, tables, company and its first owner; again: only what is missing."""
    if language and language not in LANGUAGES:
        raise unusable("--language", f"{language!r} is not spoken here", " or ".join(LANGUAGES))
    with instance(makes=True) as environment:
        say(f"State directory: {environment.state_dir}")
        applied = load("gwarant.cli.migrating").migrate()
        say(f"Tables: {applied} migrations applied" if applied else "Tables: up to date")
        found = load("gwarant.cli.founding")
        spoken = _company(found, company, language)
        say(f"Seal: {load('gwarant.cli.seals_kept').made()}")
        _owner(found, environment, (email, name, read_text(password).strip() if password else ""), spoken)


def _company(founding: Any, name: str, language: str) -> str:
    """The instance's language, once its company is there."""
    there = founding.company()
    if there is None:
        name = name or _asked("--company", "The company that gives the service")
        language = language or _asked("--language", "Its language", "en")
        if language not in LANGUAGES:
            raise unusable("--language", f"{language!r} is not spoken here", " or ".join(LANGUAGES))
        if fault := founding.fault_of_company(name):
            raise unusable(*fault)
        there = founding.found_company(name=name, language=language, now=_now())
        say(f"Company: {there.name}")
    else:
        say(f"Company: {there.name}, already there")
    return str(there.language)


def _owner(founding: Any, environment: Environment, given: tuple[str, str, str], language: str) -> None:
    email, name, password = given
    there = founding.owner()
    if there is None:
        email = email or _asked("--email", "The first owner's e-mail")
        name = name or _asked("--name", "The first owner's name")
        if fault := founding.fault_of(email, name, password):
            raise unusable(*fault)
        there = founding.make_owner(email=email, name=name, password=password, language=language, now=_now())
        say(f"Owner: {there.name} <{there.email}>")
    else:
        say(f"Owner: {there.name} <{there.email}>, already there")
    if there.last_login is None and not there.has_usable_password():
        say("Choose a password here (the link works once, for three days):")
        typer.echo(founding.link_of(there, environment.url))
    say("Now run: gwarant up")


def _asked(option: str, question: str, default: str | None = None) -> str:
    if not sys.stdin.isatty():
        raise unusable(option, "is needed", f"gwarant init {option} …")
    return str(typer.prompt(question, default=default, err=True)).strip()


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
