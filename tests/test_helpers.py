"""What tests share is found by one name, whichever of them are collected together."""

import re
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).parent
BARE = re.compile(r"^\s*(?:from (\w+) import|import (\w+))", re.MULTILINE)


def test_what_is_imported_by_its_bare_name_is_one_file():
    files = [*HERE.rglob("*.py")]
    named: dict[str, list[str]] = defaultdict(list)
    for file in files:
        named[file.stem].append(str(file.relative_to(HERE)))
    bare = {one or other for file in files for one, other in BARE.findall(file.read_text(encoding="utf-8"))}
    assert "service" in bare
    assert {name: where for name, where in named.items() if len(where) > 1 and name in bare} == {}
