"""`gwarant mail parse` says what would become of messages in files."""

import json
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gwarant.cli.main import app

sys.path.insert(0, str(Path(__file__).parents[1] / "mail"))  # where samples.py lies

from samples import BOUNCE, PLAIN, letter

RUN = CliRunner()


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """A message of each outcome in a file of that name."""
    messages = {
        "message": PLAIN,
        "bounce": BOUNCE,
        "unreadable": b"\x89PNG",
        "automatic": letter(Precedence="bulk").as_bytes(),
    }
    paths = {name: tmp_path / name for name in messages}
    for name, path in paths.items():
        path.write_bytes(messages[name])
    return paths


def test_each_file_is_an_object_in_a_line(files: dict[str, Path]) -> None:
    done = RUN.invoke(app, ["mail", "parse", "--json", *map(str, files.values())])
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.exit_code == 0
    assert [(one["file"], one["outcome"]) for one in told] == [(str(path), name) for name, path in files.items()]
    assert told[0]["from"] == "jan@klient.example"
    assert told[0]["subject"] == "Sklep nie działa"
    assert (told[0]["message_id"], told[0]["parts"], told[0]["attachments"]) == ("a1@klient.example", 1, 0)
    assert (told[2]["error"], told[2]["parts"]) == ("no_header", None)
    assert told[3]["automatic"] == "precedence"


def test_without_json_each_file_is_a_sentence(files: dict[str, Path]) -> None:
    done = RUN.invoke(app, ["mail", "parse", str(files["message"])])
    assert done.stdout == f"{files['message']}: message, jan@klient.example, Sklep nie działa: 1 parts, 0 files\n"


def test_every_file_that_cannot_be_read_is_named_and_nothing_is_told(files: dict[str, Path], tmp_path: Path) -> None:
    done = RUN.invoke(app, ["mail", "parse", str(files["message"]), str(tmp_path), str(tmp_path / "none")])
    assert done.exit_code == 2
    assert f"{tmp_path}: error: cannot be read: Is a directory" in done.stderr
    assert f"{tmp_path / 'none'}: error: cannot be read: No such file" in done.stderr
    assert done.stdout == ""


def test_a_message_is_read_from_standard_input() -> None:
    done = RUN.invoke(app, ["mail", "parse", "--json", "-"], input=PLAIN)
    assert json.loads(done.stdout)["subject"] == "Sklep nie działa"
