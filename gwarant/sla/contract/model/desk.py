"""What is looked after and how fast: services, classes, clocks, targets, pauses."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from gwarant.sla.contract.nodes import Node
from gwarant.sla.contract.record import item
from gwarant.sla.contract.values import Period, Seconds, TimeValue


class Moment(StrEnum):
    """What a clock can start or stop at; each is a fact that evidence can show."""

    REPORTED = "reported"
    ACKNOWLEDGED = "acknowledged"
    FIRST_HUMAN_REPLY = "first_human_reply"
    PUBLIC_UPDATE = "public_update"
    WORK_STARTED = "work_started"
    DIAGNOSED = "diagnosed"
    QUOTE_SENT = "quote_sent"
    SERVICE_RESTORED = "service_restored"
    FIX_DELIVERED = "fix_delivered"
    FIX_ACCEPTED = "fix_accepted"
    RESOLVED = "resolved"
    CLOSED = "closed"


class Response(StrEnum):
    """What counts as a response."""

    REPLY = "reply"
    CALL = "call"
    ACKNOWLEDGEMENT = "acknowledgement"


class OnReject(StrEnum):
    FROM_DELIVERY = "resume_from_delivery"
    FROM_REJECTION = "resume_from_rejection"


class Budget(StrEnum):
    REMAINING = "remaining"
    FRESH = "fresh"


class Trigger(StrEnum):
    """What opens or closes a pause; the words that no event shows wait for an explicit pause or resume."""

    QUESTION_SENT = "question_sent"
    CLIENT_REPLY = "client_reply"
    SECOND_ATTEMPT = "second_attempt"
    CONTACT = "contact"
    DECLARED = "declared"
    DECLARED_OVER = "declared_over"
    UPSTREAM_RESOLVED = "upstream_resolved"
    CLIENT_REQUEST = "client_request"
    OBSERVATION_END = "observation_end"


@dataclass(frozen=True, kw_only=True)
class Class:
    """A class of tickets; the list runs from the most to the least severe."""

    id: str = item("short name")
    label: str = item("name for people", default="")
    when: dict[str, Any] = item("what makes a ticket fall into it", default={})
    workaround_exists: bool | None = item("whether a known workaround excludes it", default=None)


@dataclass(frozen=True, kw_only=True)
class Classification:
    set_by: str = item("who sets the class at first", default="client")
    dispute: dict[str, str] = item("who settles a dispute and what holds meanwhile", default={})
    raise_grace: Seconds = item("after a raise the deadline is at least this much later", default=Seconds(0))


@dataclass(frozen=True, kw_only=True)
class Channel:
    id: str = item("portal, email, phone, chat, api, monitoring, …")
    counts: bool = item("whether it may start a clock", default=True)
    becomes_ticket: Seconds | None = item("within which it is written up as a ticket", default=None)


@dataclass(frozen=True, kw_only=True)
class Intake:
    channels: tuple[Channel, ...] = item("channels and their right to start a clock", default=())
    split_multi_topic: bool = item("one topic a ticket", default=False)
    outside_calendar: str = item("reports outside hours count from the next opening", default="deemed_at_next_opening")


@dataclass(frozen=True, kw_only=True)
class Acceptance:
    deemed_after: TimeValue | None = item("silence for so long is acceptance", default=None)
    on_reject: OnReject = item("from where the clock goes on after a rejection", default=OnReject.FROM_DELIVERY)


@dataclass(frozen=True, kw_only=True)
class Clock:
    id: str = item("short name")
    label: str = item("name for people", default="")
    start: Moment = item("what starts it", default=Moment.REPORTED)
    stop: Moment = item("what stops it")
    response_by: tuple[Response, ...] = item(
        "what counts as a response", default=(Response.REPLY, Response.CALL, Response.ACKNOWLEDGEMENT)
    )
    auto_reply_counts: bool = item("whether an automatic reply is a response", default=False)
    repeats: bool = item("each stop starts the next link, until resolution", default=False)
    acceptance: Acceptance | None = item("for a stop by accepted fix", default=None)
    holding: Seconds | None = item("a restoration that fails within this time did not count", default=None)
    warn_at: tuple[int, ...] = item("warnings at these percentages of the target", default=(50, 75, 90))


@dataclass(frozen=True, kw_only=True)
class OutsideTarget:
    """Another target for a clock that starts outside the hours of a calendar: at night, on a holiday."""

    hours: str = item("the calendar outside whose open time it holds")
    value: TimeValue = item("how long then")
    calendar: str = item("calendar that it is counted on; that of the target when empty", default="")


@dataclass(frozen=True, kw_only=True)
class Target:
    """How long, on which calendar; written short as `[4h, office]` or `4h`."""

    value: TimeValue = item("how long", figure=True)
    calendar: str = item("calendar that it is counted on", default="")
    outside: "OutsideTarget | None" = item("another time for what starts outside some hours", default=None)

    @staticmethod
    def shorthand(node: Node) -> Node:
        if node.is_scalar:
            return node.mapping({"value": node})
        if len(node.items) != 2:
            raise ValueError("a target is written [4h, calendar]")
        return node.mapping(dict(zip(("value", "calendar"), node.items, strict=True)))


@dataclass(frozen=True, kw_only=True)
class Service:
    id: str = item("short name")
    name: str = item("name for people", default="")
    env: str = item("environment", default="production")
    covered_from: date | None = item("first day of cover", default=None)
    critical_paths: tuple[str, ...] = item("business flows whose failure is critical", default=())
    targets: dict[str, dict[str, Target]] = item("its own targets: class → clock → [time, calendar]", default={})


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """An agreement that stands behind this one, as a link to evidence: nothing is computed from it."""

    id: str = item("short name")
    kind: str = item("internal (OLA), underpinning, or related")
    number: str = item("its own number, such as OLA-2026-3@1", default="")
    party: str = item("with whom it is", default="")
    document: str = item("hash or reference of the document", default="")
    services: tuple[str, ...] = item("services that rest on it; all when empty", default=())
    label: str = item("name for people", default="")


@dataclass(frozen=True, kw_only=True)
class WorkingDayCount:
    start_day: str = item("not_counted, or counted when the report comes before opening ends", default="not_counted")
    ends: str = item("closing: N working days end at the closing of the Nth open day", default="closing")


@dataclass(frozen=True, kw_only=True)
class Reopen:
    within: Period = item(
        "a reopening within this time is a second cycle; later it is a new ticket", default=Period(0, 14)
    )
    budget: Budget = item("whether the second cycle has what was left, or a fresh target", default=Budget.REMAINING)


@dataclass(frozen=True, kw_only=True)
class Pause:
    id: str = item("short name")
    label: str = item("name for people", default="")
    start: Trigger = item("what opens it", default=Trigger.DECLARED)
    stop: Trigger = item("what closes it", default=Trigger.DECLARED_OVER)
    evidence: str = item("what must be shown", default="")
    applies: tuple[str, ...] = item("clocks that it stops; all when empty", default=())
    approve: str = item("client: the client must agree; it runs as asked until decided", default="")
    cap: TimeValue | None = item("the longest it may last", default=None)
    then: str = item("what happens at the cap", default="")
    if_not_fixed: str = item("from where the clock goes on when the observation failed", default="")

    @staticmethod
    def clock_ids(applies: tuple[str, ...]) -> frozenset[str]:
        """The clocks named, the empty set for all of them."""
        return frozenset() if applies in ((), ("all",)) else frozenset(applies)
