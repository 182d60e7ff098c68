"""`gwarant mail`: messages handed over, what became of them, what would become of others."""

import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import typer

from gwarant.cli import mail_accounts, mail_boxes
from gwarant.cli.service import instance, load, say
from gwarant.cli.terminal import STDIN, guarded, unusable
from gwarant.engine.stop import Stop
from gwarant.engine.supervisor import end_with
from gwarant.mail import LIMITS, Left, Mail, Unreadable
from gwarant.mail.child import Parser
from gwarant.sla.problem import InputError, Problem

TRY_AGAIN = 75  # of sysexits.h, which mail servers know
app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help="Mail: take messages in, say what became of them and what would become of others.",
)

app.command("boxes")(mail_boxes.boxes)
app.command("test")(mail_boxes.trial)
app.add_typer(mail_boxes.app, name="box")
app.add_typer(mail_accounts.app, name="account")


@app.command("deliver")
def deliver(
    to: str = typer.Option(..., "--to", metavar="ADDRESS", help="The address at which the message arrived."),
    sender: str = typer.Option("", "--from", metavar="ADDRESS", help="The sender of its envelope."),
) -> None:
    """Take in the message on standard input: 0 once it is stored for good, 75 when it has to be tried again."""
    try:
        with instance():
            code = load("gwarant.cli.handing_over").deliver(to, sender, say)
    except InputError as error:  # no secret, no database: a mail server sends back what ends with any other code
        for problem in error.problems:
            say(str(problem))
        code = TRY_AGAIN
    raise typer.Exit(code)


@app.command("status")
@guarded
def status(as_json: bool = typer.Option(False, "--json", help="One object.")) -> None:
    """Say how many messages came and what became of them: the outcomes add up to what was received."""
    with instance():
        told = load("gwarant.cli.handing_over").status()
    if as_json:
        typer.echo(json.dumps(told))
        return
    for name, count in told.items():
        typer.echo(f"{count:>8} {name}")


@app.command("listen")
@guarded
def listen(
    smtp: str = typer.Option("", "--smtp", metavar="HOST:PORT", help="Listen to a mail server that speaks SMTP."),
    lmtp: str = typer.Option("", "--lmtp", metavar="HOST:PORT", help="Listen to a mail server that speaks LMTP."),
    parent: int = typer.Option(0, "--parent", help="End when this process has ended."),
) -> None:
    """Take messages from a mail server, until Ctrl-C: it is told 250 once a message is stored for good."""
    stop = Stop()
    stop.on_signals()
    if parent:
        end_with(parent)
    with instance() as environment:
        wanted = {"smtp": smtp or environment.mail_smtp, "lmtp": lmtp or environment.mail_lmtp}
        if not any(wanted.values()):
            raise unusable("--smtp", "neither --smtp nor --lmtp is given", "gwarant mail listen --lmtp 127.0.0.1:2524")
        load("gwarant.cli.handing_over").listen(wanted, stop, say, waits=bool(parent))


@app.command("parse")
@guarded
def parse(
    files: list[str] = typer.Argument(..., metavar="FILE…", help="Messages as they came, one a file."),
    as_json: bool = typer.Option(False, "--json", help="An object a line for each file."),
) -> None:
    """Say what would become of messages in files, without storing them."""
    _check(files)
    with Parser() as parser:
        for file in files:
            told = _told(file, parser.read(_raw(file)))
            typer.echo(json.dumps(told, ensure_ascii=False) if as_json else _line(told))


def _check(files: Iterable[str]) -> None:
    """InputError that names every file that cannot be read."""
    problems: list[Problem] = []
    for file in files:
        if file != STDIN:
            try:
                with Path(file).open("rb"):
                    pass
            except OSError as error:
                problems += unusable(
                    file, f"cannot be read: {error.strerror or error}", "give the path of a message"
                ).problems
    if problems:
        raise InputError(problems)


def _raw(file: str) -> bytes:
    """The bytes of a message, one more than it may have at most."""
    most = LIMITS.whole + 1
    try:
        if file == STDIN:
            return sys.stdin.buffer.read(most)
        with Path(file).open("rb") as opened:
            return opened.read(most)
    except OSError as error:
        raise unusable(file, f"cannot be read: {error.strerror or error}") from None


def _told(file: str, found: Mail | Unreadable) -> Mapping[str, Any]:
    parts, files = (found.parts, found.attachments) if isinstance(found, Mail) else (None, ())
    return {
        "file": file,
        "outcome": _outcome(found),
        "from": found.sender.address or found.sender.name,
        "subject": found.subject,
        "message_id": found.message_id,
        "parts": parts,
        "attachments": None if parts is None else len(files),
        "automatic": found.automatic if isinstance(found, Mail) else "",
        "error": f"{found.reason} {found.detail}".strip() if isinstance(found, Unreadable) else "",
        "files": [{"name": one.name, "type": one.type, "bytes": one.size} for one in files],
        "problems": list(found.problems) if isinstance(found, Mail) else [],
        "left": [{"name": one.name, "type": one.type, "bytes": one.size, "why": one.why} for one in _left(found)],
    }


def _left(found: Mail | Unreadable) -> tuple[Left, ...]:
    return found.left if isinstance(found, Mail) else ()


def _outcome(found: Mail | Unreadable) -> str:
    if isinstance(found, Unreadable):
        return "unreadable"
    if found.automatic == "bounce":
        return "bounce"
    return "automatic" if found.automatic else "message"


def _line(told: Mapping[str, Any]) -> str:
    what = told["error"] or f"{told['parts']} parts, {told['attachments']} files"
    code = f" ({told['automatic']})" if told["automatic"] and told["automatic"] != told["outcome"] else ""
    return f"{told['file']}: {told['outcome']}{code}, {told['from'] or '?'}, {told['subject'] or '?'}: {what}"
