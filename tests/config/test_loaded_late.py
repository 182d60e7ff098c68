"""What few programs ever need, and much is, is loaded when it is first needed: else each would start later."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "gwarant"
LATE = {
    r"pyhanko|gwarant\.reports\.sealing(?:\.| import )(?:sealing|stamping)": {
        "reports/sealing/sealing.py",
        "reports/sealing/stamping.py",
    },
    r"dns(?:\.\w+)?$|dns\b.* import|gwarant\.prober\.checks(?:\.| import )dns_asked": {"prober/checks/dns_asked.py"},
}


@pytest.mark.parametrize(("names", "own"), LATE.items(), ids=["what signs", "what asks name servers"])
def test_nothing_loads_it_but_itself(names: str, own: set[str]) -> None:
    loads = re.compile(rf"^\s*(?:from|import) (?:{names})", re.MULTILINE)
    assert {str(file.relative_to(ROOT)) for file in ROOT.rglob("*.py") if loads.search(file.read_text("utf-8"))} == own
