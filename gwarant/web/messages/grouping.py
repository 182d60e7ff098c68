"""A person's notices by their matter: what was told of one ticket stands together, in the reader's language."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, F, Max, Q, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber

from gwarant.accounts.models import User
from gwarant.notify.letter import Letter, cut
from gwarant.notify.models import Notice
from gwarant.notify.news import About
from gwarant.tickets.words import Breached, Warned
from gwarant.web.messages.words import letter_of

SHOWN = 3  # of a group at once; the earlier ones can be unfolded
KEPT = 30  # of a group at most: what is older stands on the ticket
LINE = 180  # signs of one paragraph of what it says
EDGE = 2  # paragraphs at the beginning and at the end
HEADED = (About.TICKET.value, About.CONTRACT.value)  # matters that have a name of their own


@dataclass(frozen=True)
class Item:
    """One notice: what it is, the beginning of what it says, when it came."""

    pk: int
    subject: str
    line: str
    tone: str
    at: datetime
    is_unread: bool


@dataclass(frozen=True)
class Group:
    """What a person was told of one matter, the newest first. `key` is empty where it has no name."""

    key: str
    title: str
    unread: int
    items: tuple[Item, ...]
    earlier: tuple[Item, ...]
    left_out: int
    is_ticket: bool = True

    @property
    def newest(self) -> Item:
        return self.items[0]

    @property
    def more(self) -> int:
        """How many are not shown at once."""
        return len(self.earlier) + self.left_out


def matters_of(user: User) -> "QuerySet[Notice, Any]":
    """The person's matters, the one told of last first; a notice without a matter stands alone."""
    alone = Case(When(ref="", then=F("pk")), default=Value(0))
    found = Notice.objects.of(user).annotate(alone=alone).values("about", "ref", "alone")
    told = found.annotate(last=Max("created_at"), newest=Max("pk"), count=Count("pk"))
    return told.annotate(unread=Count("pk", filter=Q(read_at=None))).order_by("-last", "-newest")


def groups_of(user: User, matters: Iterable[dict[str, Any]], lang: str) -> list[Group]:
    """The notices of these matters."""
    rows = list(matters)
    wanted = Q(pk__in=[row["alone"] for row in rows if row["alone"]])
    for row in rows:
        if row["ref"]:
            wanted |= Q(about=row["about"], ref=row["ref"])
    number = Window(
        RowNumber(), partition_by=[F("about"), F("ref"), _alone()], order_by=[F("created_at").desc(), F("pk").desc()]
    )
    found: dict[tuple[str, str, int], list[Notice]] = {}
    newest_first = Notice.objects.of(user).filter(wanted).annotate(number=number).filter(number__lte=KEPT)
    for one in newest_first.order_by("-created_at", "-pk"):
        found.setdefault((one.about, one.ref, 0 if one.ref else one.pk), []).append(one)
    return [_group(row, found[row["about"], row["ref"], row["alone"]], lang) for row in rows]


def _alone() -> Case:
    return Case(When(ref="", then=F("pk")), default=Value(0))


def _group(row: dict[str, Any], notices: list[Notice], lang: str) -> Group:
    is_ticket = row["about"] == About.TICKET.value
    letters = [letter_of(one, lang) for one in notices]
    items = [_item(one, letter, is_ticket) for one, letter in zip(notices, letters, strict=True)]
    overtaken = _overtaken(notices)
    valid = [one for one in items if one.pk not in overtaken]
    fresh = sum(one.is_unread for one in valid)
    shown = valid[: max(SHOWN, min(fresh, KEPT))]
    return Group(
        key=row["ref"] if row["about"] in HEADED else "",
        title=next((one.title for one in letters if one.title), "") if is_ticket else "",
        is_ticket=is_ticket,
        unread=row["unread"],
        items=tuple(shown),
        earlier=tuple(one for one in items if one not in shown),
        left_out=row["count"] - len(items),
    )


def _overtaken(newest_first: list[Notice]) -> set[int]:
    """The warnings of a clock of which something later is told: what came after them says more."""
    seen: set[str] = set()
    found: set[int] = set()
    for one in newest_first:
        clock = str(one.facts.get("clock", ""))
        if one.code == Warned.code and clock in seen:
            found.add(one.pk)
        if one.code in (Warned.code, Breached.code):
            seen.add(clock)
    return found


def _item(notice: Notice, letter: Letter, is_ticket: bool) -> Item:
    """In the group of a ticket an item says what happened, and leaves out what the group's heading says."""
    subject = letter.what if is_ticket else letter.subject
    return Item(notice.pk, subject, brief(letter.lines), letter.tone, notice.created_at, notice.read_at is None)


def brief(lines: Iterable[str]) -> str:
    """What is said, in short: long paragraphs are cut, middle ones left out; a day or a hash at the end stays."""
    parts = [cut(" ".join(one.split()), LINE) for one in lines]
    return " ".join(parts if len(parts) <= 2 * EDGE else [*parts[:EDGE], "…", *parts[-EDGE:]])
