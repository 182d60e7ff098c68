"""What a report is drawn from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gwarant.pictures.names import Names
from gwarant.sla.assessment.model import Assessment
from gwarant.sla.assessment.revised import Revised
from gwarant.sla.contract.model.money import HoursRounding
from gwarant.sla.decisions import Decision
from gwarant.sla.evidence.model import MaintenanceWindow


@dataclass(frozen=True)
class Stated:
    """What a report is drawn from; `causes` in words by ticket, `command` is what computes it again."""

    assessment: Assessment
    names: Names
    lang: str
    causes: Mapping[str, str]
    command: str
    head: str
    revised: Revised | None = None
    planned: Sequence[MaintenanceWindow] = ()
    note: str = ""
    decisions: Sequence[Decision] = ()
    sides: Mapping[str, str] = field(default_factory=dict)  # what client and provider are called
    tickets: Mapping[str, str] = field(default_factory=dict)  # by entry of hours
    rounding: Mapping[str, HoursRounding] = field(default_factory=dict)  # by wording
    promised: frozenset[str] = frozenset()  # the parts that its wordings promise: targets, availability, duties, hours
    unread: int = 0  # rows that nobody could read
