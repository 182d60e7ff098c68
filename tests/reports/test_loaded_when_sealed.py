"""What signs is loaded when something is sealed: the library is a sixth of what a program of the service would load."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2] / "gwarant"
SIGNS = {"reports/sealing/sealing.py", "reports/sealing/stamping.py"}
LOADS = re.compile(
    r"^\s*(?:from|import) (?:pyhanko|gwarant\.reports\.sealing(?:\.| import )(?:sealing|stamping)\b)", re.M
)


def test_no_module_loads_what_signs_but_what_signs() -> None:
    found = {str(file.relative_to(ROOT)) for file in ROOT.rglob("*.py") if LOADS.search(file.read_text("utf-8"))}
    assert found == SIGNS
