"""A notice in the language of whoever reads it now."""

import logging
import re
from collections.abc import Mapping

from gwarant.contracts.letters import WORDS as CONTRACTS
from gwarant.engine.letters import WORDS as ENGINE
from gwarant.notify.letter import Letter
from gwarant.notify.models import Notice
from gwarant.notify.news import Facts, Words, say
from gwarant.tickets.words import WORDS as TICKETS
from gwarant.web.people.letters import WORDS as PEOPLE

GLUED = re.compile(r"\[([A-Z0-9]+-\d+)\] (.+)", re.DOTALL)
logger = logging.getLogger(__name__)


def _before(f: Facts, lang: str) -> Letter:
    """What was written before notices kept facts: its sentences, as they were."""
    line = f.get("line", "")
    key, what = _parted(f.get("subject", ""))
    return Letter(what, (line,) if line else (), key=key, path=f.get("path", ""), tone=f.get("tone", ""))


def _parted(subject: str) -> tuple[str, str]:
    """The ticket's key and what stands behind it, of a subject that was glued together."""
    found = GLUED.fullmatch(subject)
    return (found[1], found[2]) if found else ("", subject)


WORDS: Mapping[str, Words] = {**TICKETS, **CONTRACTS, **ENGINE, **PEOPLE, "before": _before}


def letter_of(notice: Notice, lang: str) -> Letter:
    """The notice in the language.

    One of another release, which cannot be told here, by its matter's name and title; the log says of which code.
    """
    try:
        return say(WORDS[notice.code], notice.facts, lang)
    except KeyError as missing:
        logger.warning("notice %s of code %s cannot be told: %s is missing", notice.pk, notice.code, missing)
        title = str(notice.facts.get("title", ""))
        return Letter(notice.ref or notice.code, (), title=title)
