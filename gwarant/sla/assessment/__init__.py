"""Assessments: `assess(contracts, evidence, period)` and the form in which it is kept."""

from gwarant.sla.assessment.assess import assess as assess
from gwarant.sla.assessment.assess import seen as seen
from gwarant.sla.assessment.document import digest as digest
from gwarant.sla.assessment.document import to_bytes as to_bytes
from gwarant.sla.assessment.document import to_document as to_document
from gwarant.sla.assessment.envelope import Envelope as Envelope
from gwarant.sla.assessment.envelope import envelope_of as envelope_of
from gwarant.sla.assessment.model import Assessment as Assessment
