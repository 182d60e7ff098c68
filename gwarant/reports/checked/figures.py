"""Whether the figures that stand first in a report are on its pages, whatever words another release put around them."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from gwarant.reports.checked.pages import texts_of

_NUMBER = re.compile(r"\d+(?:[ .,]\d+)*")


def lacking(anew: Mapping[str, Any], drawn: Mapping[str, Any]) -> Iterator[str]:
    """The first figures as they come out of which no place of the drawn pages has the numbers, the annex left out."""
    there = [_numbers(one) for one in texts_of({**drawn, "annex": ()})]
    for name, figure, _ in anew["facts"]:
        numbers = _numbers(figure)
        if numbers and not any(_stands(numbers, one) for one in there):
            yield f"{name}: it comes out {figure}, and the pages say it nowhere"


def _stands(numbers: list[str], there: list[str]) -> bool:
    """Whether they follow each other in it."""
    return any(there[at : at + len(numbers)] == numbers for at in range(len(there)))


def _numbers(text: str) -> list[str]:
    """The digits of each number, so that `1 361,80` and `1,361.80` are one."""
    return [re.sub(r"\D", "", one) for one in _NUMBER.findall(unicodedata.normalize("NFKC", text))]
