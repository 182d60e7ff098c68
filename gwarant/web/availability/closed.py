"""The hours in which nothing is promised."""

from gwarant.contracts.models import ContractVersion
from gwarant.contracts.terms import terms_of
from gwarant.sla.assessment.availability import closed_time
from gwarant.sla.assessment.model import Promised
from gwarant.sla.contract.model.contract import by_id
from gwarant.sla.spans import Spans


def closed_of(one: Promised, version: ContractVersion | None) -> Spans:
    """The figure's time outside the hours of its promise, under the wording that judged it; UTC milliseconds."""
    if version is None:
        return ()
    terms = terms_of(version)
    return closed_time(terms, by_id(terms.contract.availability, one.figure.promise), one.figure.period)
