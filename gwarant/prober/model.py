"""What is looked at and what was seen, as frozen values: made so often that they are structs."""

from enum import StrEnum

import msgspec

from gwarant.sla.evidence.model import State


class Reason(StrEnum):
    """Why a look is not simply up; beside these stands the status of an answer, as `502`."""

    RESOLVE = "resolve"  # the name leads to no address
    REFUSED = "refused"  # nobody listens there, or there is no way to it
    TIMEOUT = "timeout"  # no whole answer in the time that it has
    CUT = "cut"  # the other side ended before its answer was whole
    TLS = "tls"  # no secured line: no trust in the certificate, another name, an old protocol
    PROTOCOL = "protocol"  # what came is no answer of this kind
    REDIRECTS = "redirects"  # more of them than are followed, or to another server than what is sent along is for
    HEADER = "header"
    TEXT = "text"
    JSON = "json"
    ANSWER = "answer"  # another record, another code than is asked for
    SLOW = "slow"
    LOST = "lost"  # some of the packets did not come back
    NOT_ALLOWED = "not_allowed"  # an address that this prober may not call: unknown, not down
    LATE = "late"  # the slot could not be begun in its time: unknown
    STILL = "still"  # the prober stood still or did not run: unknown
    FULL = "full"  # too many looks at once: unknown
    OWN_NETWORK = "own_network"  # our references were silent too: unknown
    EVERYTHING = "everything"  # nearly all that this prober looks at failed at once: unknown, and ours
    CLOCK = "clock"  # the clock of the prober was wrong then: unknown
    UNKEPT = "unkept"  # seen, and lost before the server took it, for want of room: unknown
    FAULT = "fault"  # a fault of ours: unknown


class Certificate(msgspec.Struct, frozen=True, gc=False):
    """The certificate that a server showed; moments in UTC seconds, `print` the SHA-256 of its bytes in hex."""

    begins: int
    ends: int
    print: str
    subject: str = ""
    issuer: str = ""

    def warns_at(self, share: int = 3) -> int:
        """The moment from which on no more than that part of its life is left: a third, as they live ever shorter."""
        return self.ends - (self.ends - self.begins) // share


class Phases(msgspec.Struct, frozen=True, gc=False):
    """How long each part took, in microseconds; a part that there was not is 0."""

    resolve: int = 0
    connect: int = 0
    secure: int = 0
    first: int = 0  # from the request to the first byte of the answer
    transfer: int = 0

    @property
    def total(self) -> int:
        return self.resolve + self.connect + self.secure + self.first + self.transfer


NO_PHASES = Phases()


class Answer(msgspec.Struct, frozen=True, gc=False):
    """What one look found. `code` is a status or a `Reason`; `said` is what came first, where something was wrong."""

    state: State
    code: str = ""
    phases: Phases = NO_PHASES
    address: str = ""
    certificate: Certificate | None = None
    said: str = ""


class Target(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing to look at: its number at the server, the kind of check and its settings, how often and how long.

    `every` and `timeout` are milliseconds; `phase` is where on the grid its slots lie, less than `every`. Its
    kind reads the settings.
    """

    id: int
    kind: str
    every: int
    timeout: int
    phase: int
    settings: bytes = b"{}"  # JSON


class Look(msgspec.Struct, frozen=True, gc=False):
    """One look at a target: of the slot, begun at `at`; an `extra` one stands between the slots of the grid."""

    target: int
    slot: int
    at: int
    answer: Answer
    extra: bool = False
