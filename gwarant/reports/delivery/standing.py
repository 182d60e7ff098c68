"""What became of a report that was sent: for each reader how the mail went, and whether they opened it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import groupby

from gwarant.database.scope import ENGINE, scoped
from gwarant.notify.models import Delivery, DeliveryState
from gwarant.reports.delivery.models import Sending
from gwarant.reports.models import Report


class Mail(StrEnum):
    """How the last mail went; `none`: the reader wants none, and finds it in the inbox."""

    NONE = "none"
    WAITS = "waits"
    TAKEN = "taken"  # by the reader's mail server; that it was read nobody knows
    LATE = "late"  # their server still tries
    CAME_BACK = "came_back"
    GIVEN_UP = "given_up"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Standing:
    """One reader: what they were sent last, how often, how the mail went and why, when it was first opened."""

    sending: Sending
    times: int
    mail: Mail
    why: str
    opened_at: datetime | None
    opened: int
    is_paper_inside: bool  # the PDF lay in the mail, so that nobody sees whether it was opened

    @property
    def name(self) -> str:
        return self.sending.user.name if self.sending.user else self.sending.address


def standing_of(report: Report) -> list[Standing]:
    """Those to whom the report was sent, people by name, then addresses."""
    with scoped(ENGINE):
        found = Sending.objects.filter(report=report).select_related("user", "opening").order_by("pk")
        rows = sorted(found, key=lambda one: (one.user is None, one.user.name if one.user else "", one.address, one.pk))
        mails = Delivery.objects.filter(notice__key__in=[one.key for one in rows], medium="mail")
        by_key = {one.notice.key: one for one in mails.select_related("notice")}
        return [_standing(list(own), by_key) for _who, own in groupby(rows, lambda one: (one.user_id, one.address))]


def _standing(own: list[Sending], mails: dict[str, Delivery]) -> Standing:
    last, openings = own[-1], [one.opening for one in own if hasattr(one, "opening")]
    mail = mails.get(last.key)
    state, why = _mail(mail)
    return Standing(
        sending=last,
        times=len(own),
        mail=state,
        why=why,
        opened_at=min((one.first_at for one in openings), default=None),
        opened=sum(one.times for one in openings),
        is_paper_inside=bool(mail and mail.payload.get("files")),
    )


def _mail(mail: Delivery | None) -> tuple[Mail, str]:
    if mail is None:
        return Mail.NONE, ""
    if mail.bounced_at is not None:
        return (Mail.CAME_BACK if mail.bounce_code.startswith("5.") else Mail.LATE), mail.bounce_words
    states = {
        DeliveryState.SENT.value: Mail.TAKEN,
        DeliveryState.DEAD.value: Mail.GIVEN_UP,
        DeliveryState.WITHDRAWN.value: Mail.WITHDRAWN,
    }
    return states.get(mail.state, Mail.WAITS), mail.went_wrong
