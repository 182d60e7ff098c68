"""What a month's page lets download, laid into a folder with the command that it prints."""

import html
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

Visit = Callable[..., Any]


def body(answer: Any) -> bytes:
    assert answer.status_code == 200, answer
    return answer.getvalue() if answer.streaming else answer.content


def name_of(answer: Any) -> str:
    return str(re.search(r'filename="([^"]+)"', answer["Content-Disposition"])[1])  # type: ignore[index]


def fetch(visit: Visit, who: Any, address: str, place: Path) -> bytes:
    """Everything that the month's page lets download, in a folder with the command; the assessment's bytes."""
    place.mkdir(parents=True)
    page = body(visit(who, address)).decode()
    found = re.search(r'<code id="command">([^<]+)</code>', page)
    assert found is not None
    (place / "command").write_text(html.unescape(found[1]), encoding="utf-8")
    proof = page.partition('<section aria-labelledby="proof">')[2]
    document = b""
    for link in dict.fromkeys(re.findall(r'href="([^"]+)"', proof)):
        answer = visit(who, html.unescape(link))
        if "Content-Disposition" not in answer:
            continue
        name = name_of(answer)
        if "/contract.json" in link or name.endswith(".jsonl"):
            (place / name).write_bytes(body(answer))
        elif not name.endswith(".envelope.json"):
            document = body(answer)
    return document
