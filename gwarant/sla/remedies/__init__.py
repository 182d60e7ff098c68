"""Remedies: from breaches to what a month pays for them."""

from gwarant.sla.remedies.base import Bases as Bases
from gwarant.sla.remedies.base import Fee as Fee
from gwarant.sla.remedies.breach import Breach as Breach
from gwarant.sla.remedies.capping import CapLine as CapLine
from gwarant.sla.remedies.kinds import KINDS as KINDS
from gwarant.sla.remedies.ledger import Change as Change
from gwarant.sla.remedies.ledger import Entry as Entry
from gwarant.sla.remedies.ledger import Fact as Fact
from gwarant.sla.remedies.line import Line as Line
from gwarant.sla.remedies.settlement import Settlement as Settlement
from gwarant.sla.remedies.settlement import Status as Status
from gwarant.sla.remedies.settlement import correction as correction
from gwarant.sla.remedies.settlement import settle as settle
