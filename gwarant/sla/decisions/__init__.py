"""What needs a decision of the client or the provider, by contract and evidence: one more kind is a line in KINDS."""

from gwarant.sla.decisions.decide import decisions_of as decisions_of
from gwarant.sla.decisions.model import BOTH as BOTH
from gwarant.sla.decisions.model import CLIENT as CLIENT
from gwarant.sla.decisions.model import PROVIDER as PROVIDER
from gwarant.sla.decisions.model import Decision as Decision
from gwarant.sla.decisions.model import Ground as Ground
