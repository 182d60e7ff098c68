"""What documents tell people to type is there: commands, options, settings, scripts."""

import re
from pathlib import Path

import pytest
import typer

from gwarant.cli.main import COMMANDS, app
from gwarant.config.env import NAMES

ROOT = Path(__file__).parents[2]
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
TYPED = re.compile(r"(?:^(?:\$ )?|`)(?:\S+=\S+ )?gwarant ([a-z]+)((?: [^`\n|#]*)?)", re.MULTILINE)


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def options_of(command: str, rest: str) -> set[str] | None:
    """The options of the command that is typed, or None when there is no such command."""
    if command not in COMMANDS:
        return None
    found = typer.main.get_command(app).get_command(None, command)  # type: ignore[attr-defined]
    words = rest.split()
    while words and (parts := getattr(found, "commands", {})):
        if words[0] not in parts:
            return None
        found = parts[words.pop(0)]
    return {"--help"} | {one for param in found.params for one in param.opts}


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_every_command_and_option_that_is_typed_exists(document: Path) -> None:
    wrong = []
    for command, rest in TYPED.findall(document.read_text(encoding="utf-8")):
        known = options_of(command, rest)
        if known is None or set(re.findall(r"--[a-z][a-z-]*", rest)) - known:
            wrong.append(f"gwarant {command}{rest}")
    assert wrong == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_every_setting_that_is_named_exists(document: Path) -> None:
    named = set(re.findall(r"\b(?:GWARANT_[A-Z_]+[A-Z]|DATABASE_URL)\b", document.read_text(encoding="utf-8")))
    assert named <= set(NAMES)


def test_every_script_is_told_to_who_contributes() -> None:
    told = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert [one.name for one in sorted((ROOT / "bin").iterdir()) if f"bin/{one.name}" not in told] == []
