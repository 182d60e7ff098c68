"""Availability: from what the places saw to a figure with bounds, under the contract's terms."""

from gwarant.sla.availability.figure import Correction as Correction
from gwarant.sla.availability.figure import Downtime as Downtime
from gwarant.sla.availability.figure import EvidenceUsed as EvidenceUsed
from gwarant.sla.availability.figure import Figure as Figure
from gwarant.sla.availability.figure import Located as Located
from gwarant.sla.availability.figure import Outage as Outage
from gwarant.sla.availability.figure import Percent as Percent
from gwarant.sla.availability.figure import Refusal as Refusal
from gwarant.sla.availability.figure import Stretch as Stretch
from gwarant.sla.availability.figure import TimeByState as TimeByState
from gwarant.sla.availability.figure import Unreachable as Unreachable
from gwarant.sla.availability.figure import Verdict as Verdict
from gwarant.sla.availability.figure import Worst as Worst
from gwarant.sla.availability.figure import display as display
from gwarant.sla.availability.figure import sigma_percent as sigma_percent
from gwarant.sla.availability.figure import value_for_money as value_for_money
from gwarant.sla.availability.measuring import measure as measure
