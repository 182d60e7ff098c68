"""Duties: promises that return, slot by slot."""

from gwarant.sla.duties.judging import judge_slots as judge_slots
from gwarant.sla.duties.judging import slot_around as slot_around
from gwarant.sla.duties.judging import slots_of as slots_of
from gwarant.sla.duties.model import DutyVerdict as DutyVerdict
from gwarant.sla.duties.model import JudgedSlot as JudgedSlot
from gwarant.sla.duties.model import Slot as Slot
