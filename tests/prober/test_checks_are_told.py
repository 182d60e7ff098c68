"""The page about checks tells every kind, every setting and every code."""

from pathlib import Path

import msgspec
import pytest

from gwarant.prober.checks import KINDS
from gwarant.prober.model import Reason

PAGE = (Path(__file__).parents[2] / "docs/reference/checks.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_its_section_with_each_of_its_settings(kind: str) -> None:
    section = PAGE.split(f"\n### {kind}\n")[1].split("\n#")[0]
    fields = [one.name for one in msgspec.structs.fields(KINDS[kind].settings)]
    assert [one for one in fields if f"`{one}`" not in section] == []


def test_each_reason_stands_among_the_codes() -> None:
    codes = PAGE.split("\n## Codes\n")[1]
    assert [one for one in Reason if f"`{one}`" not in codes] == []
