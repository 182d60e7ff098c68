"""A notice in the language of whoever reads it now."""

import logging
from collections.abc import Mapping

from gwarant.contracts.letters import TOLD as CONTRACTS
from gwarant.engine.letters import TOLD as ENGINE
from gwarant.hours.letters import TOLD as HOURS
from gwarant.intake.floods.letters import TOLD as FLOODS
from gwarant.intake.mailboxes.letters import TOLD as MAILBOXES
from gwarant.monitoring.corrections.letters import TOLD as CORRECTIONS
from gwarant.monitoring.letters import TOLD as PROBERS
from gwarant.monitoring.maintenance.letters import TOLD as MAINTENANCE
from gwarant.monitoring.objections.letters import TOLD as OBJECTIONS
from gwarant.monitoring.outages.letters import TOLD as OUTAGES
from gwarant.monitoring.telling.letters import TOLD as SOURCES
from gwarant.notify.letter import Letter
from gwarant.notify.models import Notice
from gwarant.notify.told import Before, Told, in_words, registry
from gwarant.notify.words import TOLD as MESSAGES
from gwarant.reports.claims.letters import TOLD as CLAIMS
from gwarant.reports.delivery.letters import TOLD as REPORTS
from gwarant.reports.delivery.unclosed import TOLD as UNCLOSED
from gwarant.reports.disputes.letters import TOLD as DISPUTES
from gwarant.reports.reminding import TOLD as UNANSWERED
from gwarant.tickets.words import TOLD as TICKETS
from gwarant.web.people.letters import TOLD as PEOPLE

logger = logging.getLogger(__name__)
TOLD: Mapping[str, type[Told]] = {
    **TICKETS,
    **CONTRACTS,
    **ENGINE,
    **HOURS,
    **MAILBOXES,
    **FLOODS,
    **PROBERS,
    **OUTAGES,
    **MAINTENANCE,
    **CORRECTIONS,
    **OBJECTIONS,
    **CLAIMS,
    **DISPUTES,
    **UNANSWERED,
    **UNCLOSED,
    **SOURCES,
    **REPORTS,
    **PEOPLE,
    **MESSAGES,
    **registry(Before),
}


def letter_of(notice: Notice, lang: str) -> Letter:
    """The notice in the language.

    One of another release, whose kind is not known here, by its matter's name and title; the log says of which code.
    """
    kind = TOLD.get(notice.code)
    if kind is not None:
        return in_words(kind.read(notice.facts), lang)
    logger.warning("notice %s cannot be told: nothing here is called %s", notice.pk, notice.code)
    return Letter(notice.ref or notice.code, (), title=str(notice.facts.get("title", "")))
