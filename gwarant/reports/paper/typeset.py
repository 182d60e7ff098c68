"""The PDF: PDF/A-3b and PDF/UA-1 in one file, with what every figure follows from attached."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Any

import typst

from gwarant.reports.paper.fonts import CODE_FONTS, FONTS

TEMPLATE = Path(__file__).with_name("report.typ")
_one_at_a_time = Lock()


@dataclass(frozen=True)
class Attached:
    """A file within the PDF: text, its kind, and what it is in words."""

    name: str
    text: str
    mime: str
    about: str


def pdf_of(data: dict[str, Any], files: tuple[Attached, ...], made_at: datetime) -> bytes:
    """The same data give the same bytes; ValueError where they cannot be set."""
    whole = {**data, "fonts": FONTS, "code-fonts": CODE_FONTS, "files": [asdict(one) for one in files]}
    told = json.dumps(whole, ensure_ascii=False)
    try:
        with _one_at_a_time:
            made = _compiler().compile(
                format="pdf",
                sys_inputs={"data": told},
                pdf_standards=["a-3b", "ua-1"],
                timestamp=int(made_at.timestamp()),
            )
    except RuntimeError as error:
        raise ValueError(f"the report cannot be set: {error}") from error
    assert isinstance(made, bytes)
    return made


@cache
def _compiler() -> typst.Compiler:
    """One for all reports: to find the fonts takes longer than to set a page."""
    found = find_spec("font_source_sans_pro")
    places = [str(one) for one in (found.submodule_search_locations or ())] if found else []
    return typst.Compiler(str(TEMPLATE), root=str(TEMPLATE.parent), font_paths=places)
