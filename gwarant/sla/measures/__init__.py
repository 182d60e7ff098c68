"""Measures: many cases of a period as one figure."""

from gwarant.sla.measures.judging import result_of as result_of
from gwarant.sla.measures.judging import unit_of as unit_of
from gwarant.sla.measures.judging import verdict_of as verdict_of
from gwarant.sla.measures.model import Cases as Cases
from gwarant.sla.measures.model import Measured as Measured
from gwarant.sla.measures.model import MeasureVerdict as MeasureVerdict
from gwarant.sla.measures.model import Result as Result
