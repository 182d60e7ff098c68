"""The edges of the command line: files in, text out, problems told with their place, exit codes."""

import functools
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn, ParamSpec, TypeVar

import typer
from rich.console import Console, RenderableType
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from gwarant.sla.calendar import CalendarError
from gwarant.sla.problem import InputError, Problem, Severity

FINE, FOUND, UNUSABLE = 0, 1, 2
STDIN = "-"
P = ParamSpec("P")
T = TypeVar("T")

_COLOUR = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.BLANK: "cyan", Severity.NOTE: "dim"}


def console(*, stderr: bool = False) -> Console:
    """A console that is plain text when piped; COLUMNS sets its width."""
    width = None if os.environ.get("COLUMNS") or _is_terminal(stderr) else 100
    return Console(stderr=stderr, width=width, highlight=False, emoji=False, soft_wrap=False)


def show_sheet(draw: Callable[[int], RenderableType], out: str = STDIN) -> None:
    """Print what `draw` makes of the width at hand, or write it to a file."""
    screen = console()
    if out == STDIN:
        screen.print(draw(screen.width))
        return
    with screen.capture() as captured:
        screen.print(draw(screen.width))
    write_text(out, [captured.get()])


def guarded(command: Callable[P, T]) -> Callable[P, T]:
    """A command whose unusable input ends in sentences and exit code 2, never in a traceback."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return command(*args, **kwargs)
        except InputError as error:
            _refuse(error.problems, bool(kwargs.get("as_json")))
        except CalendarError as error:
            _refuse([Problem("", 0, 0, "", str(error), code="calendar")], bool(kwargs.get("as_json")))
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(FINE) from None

    return run


def read_bytes(path: str) -> bytes:
    """The bytes of a file, or of standard input for `-`; InputError when it cannot be read."""
    try:
        return sys.stdin.buffer.read() if path == STDIN else Path(path).read_bytes()
    except IsADirectoryError:
        raise unusable(path, "is a directory", "name a file in it") from None
    except (OSError, ValueError) as error:
        raise unusable(path, f"cannot be read: {getattr(error, 'strerror', '') or error}") from None


def read_text(path: str) -> str:
    """The text of a file, or of standard input for `-`; InputError when it cannot be read as UTF-8."""
    return text_in(read_bytes(path), path)


def text_in(raw: bytes, path: str) -> str:
    """The text of bytes that are called so; InputError when they are not UTF-8."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise unusable(path, "is not UTF-8 text", "save it as UTF-8", line) from None


def write_text(path: str, pieces: Iterable[str]) -> None:
    """Write a file whole or not at all; `-` is standard output."""
    if path == STDIN:
        for piece in pieces:
            sys.stdout.write(piece)
        return
    target = Path(path)
    part = target.with_name(f"{target.name}.part")
    try:
        with part.open("w", encoding="utf-8") as out:
            out.writelines(pieces)
        part.replace(target)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise unusable(path, f"cannot be written: {error.strerror or error}") from None


def unusable(file: str, message: str, hint: str = "", line: int = 0) -> InputError:
    """An error about a whole input or argument."""
    return InputError([Problem(file, line, 0, "", message, hint, "input")])


def argument(name: str, convert: Callable[[str], T], text: str) -> T:
    """The converted argument; InputError that names it."""
    try:
        return convert(text)
    except ValueError as error:
        raise unusable(name, str(error)) from None


def print_json(value: Any) -> None:
    """One JSON document on standard output."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def problem_document(problem: Problem) -> dict[str, Any]:
    """A problem as JSON, empty fields left out."""
    fields = ("file", "line", "column", "path", "message", "hint", "code", "severity")
    return {name: getattr(problem, name) for name in fields if getattr(problem, name)}


def print_problems(problems: Iterable[Problem], *, stderr: bool = False) -> None:
    """A line a problem: place, severity, path, what is wrong, what would be right."""
    out = console(stderr=stderr)
    for one in problems:
        where = ":".join(str(part) for part in (one.file, one.line, one.column) if part)
        if where:
            out.print(f"{where}: ", style="bold", end="", markup=False, soft_wrap=True)
        out.print(f"{one.severity}: ", style=_COLOUR[one.severity], end="", soft_wrap=True)
        path = f"{one.path}: " if one.path else ""
        hint = f" ({one.hint})" if one.hint else ""
        out.print(f"{path}{one.message}{hint} [{one.code}]", markup=False, soft_wrap=True)


@contextmanager
def working(text: str) -> Iterator[Callable[[str], None]]:
    """A progress line on standard error while something takes long; silent when piped."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(text)
        yield lambda now: bar.update(task, description=now)


def _refuse(problems: Iterable[Problem], as_json: bool) -> NoReturn:
    if as_json:
        print_json({"problems": [problem_document(one) for one in problems]})
    print_problems(problems, stderr=True)
    raise typer.Exit(UNUSABLE)


def _is_terminal(stderr: bool) -> bool:
    return (sys.stderr if stderr else sys.stdout).isatty()
