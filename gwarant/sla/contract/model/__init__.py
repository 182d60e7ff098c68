"""The contract as frozen records; `record.py` reads, checks, writes and describes them."""

from gwarant.sla.contract.model.contract import API_VERSION as API_VERSION
from gwarant.sla.contract.model.contract import ClockChange as ClockChange
from gwarant.sla.contract.model.contract import Contract as Contract
from gwarant.sla.contract.model.contract import Resolution as Resolution
from gwarant.sla.contract.model.contract import ZoneTerms as ZoneTerms
