"""`gwarant mail`: what becomes of messages."""

import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import typer

from gwarant.cli.terminal import STDIN, guarded, unusable
from gwarant.mail import LIMITS, Mail, Unreadable
from gwarant.mail.child import Parser
from gwarant.sla.problem import InputError, Problem

app = typer.Typer(
    add_completion=False, rich_markup_mode=None, no_args_is_help=True, help="Mail: say what would become of messages."
)


@app.callback()
def mail() -> None:
    """Say what would become of messages."""


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
    most = LIMITS.size + 1
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
        "files": [{"name": one.name, "type": one.type, "bytes": len(one.data)} for one in files],
        "problems": list(found.problems) if isinstance(found, Mail) else [],
    }


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
