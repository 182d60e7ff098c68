"""One look into a mailbox: whatever is new is stored for good, and only then put aside."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from gwarant.files.folder import TooLarge
from gwarant.intake.mailboxes import folder
from gwarant.intake.mailboxes.failure import ReadingFailed
from gwarant.intake.mailboxes.folder import Facts, NotFetched, NotMoved
from gwarant.intake.mailboxes.holding import hold, went_well
from gwarant.intake.mailboxes.line import Line
from gwarant.intake.mailboxes.models import Afterwards, Mailbox
from gwarant.intake.models import Way
from gwarant.intake.receive import MOST, TOO_LARGE, receive

log = logging.getLogger("gwarant.intake")
BATCH = 50
HEAD = 64 << 10  # bytes that are kept of a message that is too large
EARLIER = timedelta(hours=1)  # how far the clock of a mail server may be from ours
AT_ONCE = timedelta(minutes=5)  # a first connection so soon leaves alone whatever the server dates before the mailbox


@dataclass(frozen=True)
class Means:
    """What reading needs from outside: the clock, a rest for the database connection, whether to stop."""

    clock: Callable[[], datetime]
    rests: Callable[[], None] = lambda: None
    is_over: Callable[[], bool] = lambda: False


@dataclass
class Looked:
    """What a look brought: how many were stored, and which could not be fetched or put aside."""

    stored: int = 0
    not_fetched: list[int] = field(default_factory=list)
    not_moved: list[int] = field(default_factory=list)
    later: list[int] = field(default_factory=list)  # we were told to stop

    @property
    def left(self) -> list[int]:
        return [*self.not_fetched, *self.not_moved, *self.later]


def look(line: Line, box: Mailbox, means: Means) -> int:
    """Read what is new; how many messages. ReadingFailed where some are left, which are tried again next time."""
    _find(line, box, means)
    looked, todo = Looked(), list(box.pending)
    while todo and not means.is_over():
        batch, todo = todo[:BATCH], todo[BATCH:]
        _read(line, box, batch, looked, means)
        hold(box, means.clock(), pending=[*looked.left, *todo])
        means.rests()
    for code, uids in (("not_fetched", looked.not_fetched), ("not_moved", looked.not_moved)):
        if uids:
            raise ReadingFailed(code, "UID " + ", ".join(map(str, uids[:10])))
    if not box.pending:
        went_well(box, means.clock())
        means.rests()
    return looked.stored


def _find(line: Line, box: Mailbox, means: Means) -> None:
    """Open the folder and note what has to be read, before anything of it is."""
    now = means.clock()
    there = folder.opened(line, box)
    if box.uidvalidity is None:
        begun = box.asked_since
        first = _came_since(line, begun if now - begun <= AT_ONCE else begun - EARLIER)
        last = max([there.next_uid - 1, *first])
        hold(box, now, connected_at=begun, uidvalidity=there.validity, last_uid=last, pending=first)
    elif box.uidvalidity != there.validity:
        log.warning("mailbox %s: the server counts anew, messages are looked at again", box.name)
        again = _again(line, box)
        last = max([there.next_uid - 1, *again])
        hold(box, now, uidvalidity=there.validity, last_uid=last, pending=again)
    new = folder.newer(line, box.last_uid)
    if new:
        hold(box, now, last_uid=new[-1], pending=[*box.pending, *new])
    means.rests()


def _again(line: Line, box: Mailbox) -> list[int]:
    """What has to be looked at again when the server counts anew; what we have already is known by its bytes.

    Where read mail is put aside that is all since the connection, else what came since all had been read.
    """
    begun = box.asked_since
    kept = box.afterwards == Afterwards.KEPT
    return _came_since(line, max(begun, (box.success_at or begun) - EARLIER) if kept else begun)


def _came_since(line: Line, moment: datetime) -> list[int]:
    """What the server says came at that moment or later, and what it gives no date, in order."""
    moment = moment.replace(microsecond=0)  # servers tell seconds
    found = folder.since(line, (moment - timedelta(days=1)).date())  # a server counts days in a zone of its own
    told: dict[int, Facts] = {}
    try:
        for n in range(0, len(found), BATCH):
            told |= folder.facts(line, found[n : n + BATCH])
    except NotFetched as error:
        raise ReadingFailed("not_fetched") from error
    return [uid for uid, one in told.items() if one.arrived_at is None or one.arrived_at >= moment]


def _read(line: Line, box: Mailbox, uids: Sequence[int], looked: Looked, means: Means) -> None:
    try:
        told = folder.facts(line, uids)
    except NotFetched:
        looked.not_fetched += uids
        return
    untold = [uid for uid in uids if uid not in told]
    if untold:  # what is there no more somebody took away
        looked.not_fetched += set(folder.there(line, untold)) & set(untold)
    for uid, one in told.items():
        if means.is_over():
            looked.later.append(uid)
            continue
        hold(box, means.clock())
        try:
            is_whole = _take(line, box, uid, one, means)
            looked.stored += 1
            if is_whole:
                folder.put_aside(line, box, uid)
        except NotFetched:
            looked.not_fetched.append(uid)
        except NotMoved:
            looked.not_moved.append(uid)


def _take(line: Line, box: Mailbox, uid: int, told: Facts, means: Means) -> bool:
    """Store a message; of one that is too large its beginning, and the rest stays where it is. Whether it is whole."""
    means.rests()
    is_whole = told.size <= MOST
    raw = folder.content(line, uid, told.size if is_whole else HEAD, 0 if is_whole else HEAD)
    try:
        receive(
            raw,
            way=Way.IMAP,
            box=box.address,
            arrived_at=told.arrived_at,
            reason="" if is_whole else TOO_LARGE,
            now=means.clock(),
        )
    except (OSError, TooLarge) as error:
        raise ReadingFailed("not_stored", getattr(error, "strerror", "") or type(error).__name__) from error
    means.rests()
    return is_whole
