"""Nothing else goes out over HTTP."""

import re
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "gwarant"
OTHER_WAYS = re.compile(
    r"^\s*(import|from) (urllib\.request|http\.client|urllib3|requests|httpx|aiohttp)\b", re.MULTILINE
)


def test_no_other_module_opens_a_line_over_http() -> None:
    others = [
        str(one.relative_to(PACKAGE))
        for one in sorted(PACKAGE.rglob("*.py"))
        if OTHER_WAYS.search(one.read_text(encoding="utf-8")) and one.parent.name != "safe_http"
    ]
    assert others == []
