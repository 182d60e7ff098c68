"""All tables of codes, so that whoever tells them can hold what it knows against what may be said."""

from gwarant.sla.assessment.codes import CODES as ASSESSMENT
from gwarant.sla.availability.codes import CODES as AVAILABILITY
from gwarant.sla.clocks.codes import CODES as CLOCKS
from gwarant.sla.decisions.codes import CODES as DECISIONS
from gwarant.sla.hours.codes import CODES as HOURS
from gwarant.sla.measures.codes import CODES as MEASURES
from gwarant.sla.remedies.codes import CODES as REMEDIES
from gwarant.sla.triggers.codes import CODES as HISTORY

FAMILIES = (ASSESSMENT, AVAILABILITY, CLOCKS, HOURS, MEASURES, REMEDIES, HISTORY, DECISIONS)
