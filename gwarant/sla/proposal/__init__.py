"""A proposal to correct the contract: its past months priced under it, under other pools and under offers."""

from gwarant.sla.proposal.model import Alternative as Alternative
from gwarant.sla.proposal.model import Lack as Lack
from gwarant.sla.proposal.model import Priced as Priced
from gwarant.sla.proposal.model import Proposal as Proposal
from gwarant.sla.proposal.model import Source as Source
from gwarant.sla.proposal.model import Spread as Spread
from gwarant.sla.proposal.model import Trigger as Trigger
from gwarant.sla.proposal.propose import propose as propose
