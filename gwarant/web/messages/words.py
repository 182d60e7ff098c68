"""A notice in the language of whoever reads it now."""

import logging
from collections.abc import Mapping

from gwarant.contracts.letters import WORDS as CONTRACTS
from gwarant.engine.letters import WORDS as ENGINE
from gwarant.notify.letter import Letter
from gwarant.notify.models import Notice
from gwarant.notify.news import Facts, Words, say
from gwarant.tickets.words import WORDS as TICKETS
from gwarant.web.people.letters import WORDS as PEOPLE

logger = logging.getLogger(__name__)


def _before(f: Facts, lang: str) -> Letter:
    """What was written before notices kept facts: its sentences, as they were."""
    line = f.get("line", "")
    return Letter(f.get("subject", ""), (line,) if line else (), path=f.get("path", ""), tone=f.get("tone", ""))


WORDS: Mapping[str, Words] = {**TICKETS, **CONTRACTS, **ENGINE, **PEOPLE, "before": _before}


def letter_of(notice: Notice, lang: str, **other: str) -> Letter:
    """The notice in the language, with other facts where some are given.

    One of another release, which cannot be told here, by its matter's name and title; the log says of which code.
    """
    try:
        return say(WORDS[notice.code], {**notice.facts, **other}, lang)
    except KeyError as missing:
        logger.warning("notice %s of code %s cannot be told: %s is missing", notice.pk, notice.code, missing)
        title = str(notice.facts.get("title", ""))
        return Letter(" ".join(part for part in (notice.ref or notice.code, title) if part), ())
