"""The picture of the house is the house."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
TREE = PAGE.partition("```\ngwarant/\n")[2].partition("```")[0]
FOLLOWED = PAGE.partition("## One ticket, followed")[2].partition("\n## ")[0]
INSIDE = list((ROOT / "gwarant").iterdir())
PACKAGES = {one.name for one in INSIDE if (one / "__init__.py").exists()}
MODULES = {one.stem for one in INSIDE if one.suffix == ".py"} - {"__init__"}
NAMED = re.findall(r"^  (\w+)(?:/|\.py) ", TREE, re.MULTILINE)


def test_the_tree_shows_every_package_and_module_and_no_other() -> None:
    assert set(NAMED) == PACKAGES | MODULES


def test_the_tree_stands_in_the_order_of_the_layers() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    layers = [one for row in settings["contracts"][0]["layers"] for one in row.split(" | ")]
    assert layers == NAMED


@pytest.mark.parametrize("line", re.findall(r"^[a-z]\S+\.py.*$", FOLLOWED, re.MULTILINE))
def test_each_step_of_the_ticket_is_in_its_file(line: str) -> None:
    file, function = line.split()[:2]
    text = (ROOT / "gwarant" / file).read_text(encoding="utf-8")
    assert re.search(rf"^\s*(def|class) {re.escape(function.partition('(')[0])}\b", text, re.MULTILINE)
