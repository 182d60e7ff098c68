"""What the page of a monitor shows of a job that tells of itself."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
from django.conf import settings

from gwarant.database.scope import ENGINE, scoped
from gwarant.monitoring.beats.fold import Heard, Said
from gwarant.monitoring.beats.history import History, How, history
from gwarant.monitoring.beats.listening import heard, own_gaps, together
from gwarant.monitoring.beats.models import Ping, PingAddress, PingKey
from gwarant.monitoring.beats.schedule import Schedule, schedule_of
from gwarant.monitoring.models import Monitor, Tie
from gwarant.web.pings.words import HOW_TONES, how_words, said_words, took_words

SHOWN = 20  # pings
READ = 500  # pings from which times that were expected are judged
BACK = timedelta(days=30)  # we know for longer when we could not hear
MISSED = 12  # times that were not kept
AHEAD = 3  # times that are expected next
WORDS = 2_000  # characters of what came with one


def job_of(monitor: Monitor, now: datetime) -> dict[str, Any]:
    """Its addresses, when it is expected, what became of that before, what it said last and the words that came."""
    address = monitor.ping_address
    key = PingKey.objects.filter(customer=monitor.customer_id).first()
    base = f"{settings.ENV.url}/ping"
    schedule = schedule_of(msgspec.json.encode(monitor.settings))
    pings = list(address.pings.order_by("-at", "-pk")[:READ])
    kept = _history(pings, monitor, schedule, now)
    lasted = dict(zip((one.pk for one in _recent(pings, monitor, now)), kept.took, strict=True))
    return {
        "address": address,
        "url": f"{base}/{address.code}",
        "by_key": f"{base}/{key.key}/{address.slug}" if key else "",
        "grace": monitor.settings.get("grace", "1h"),
        "longest": monitor.settings.get("longest", ""),
        "took": took_words(address.took),
        "ahead": _ahead(address, schedule),
        "until": address.expected_at + schedule.grace if address.expected_at else None,
        "tie": Tie.objects.filter(monitor=monitor).select_related("contract").first(),
        "proof": monitor.proofs.order_by("-at", "-pk").first(),
        "slots": _slots(kept),
        "pings": [_ping(one, lasted.get(one.pk)) for one in pings[:SHOWN]],
        "bodies": [_body(one.at, bytes(one.body)) for one in address.bodies.order_by("-at")],
    }


def _recent(pings: Sequence[Ping], monitor: Monitor, now: datetime) -> list[Ping]:
    """The oldest first; before it was last changed another schedule may have held."""
    since = max(now - BACK, monitor.changed_at)
    return [one for one in reversed(pings) if one.at >= since]


def _history(pings: Sequence[Ping], monitor: Monitor, schedule: Schedule, now: datetime) -> History:
    told = [Heard(Said(one.said), one.at, one.run, one.status or 0) for one in _recent(pings, monitor, now)]
    with scoped(ENGINE):
        known, number = heard(now), monitor.ping_address.pk
        gaps = list(together([*known.gaps, *own_gaps([number], now).get(number, ())]))
    return history(told, schedule, gaps, known.until if monitor.is_active else told[-1].at if told else now)


def _slots(kept: History) -> dict[str, Any]:
    """How many expected times were kept, and the last of those that were not."""
    counted = Counter(one.how for one in kept.slots)
    words = how_words()
    lost = [one for one in reversed(kept.slots) if one.how is not How.DONE]
    return {
        "all": len(kept.slots),
        "done": counted[How.DONE],
        "lost": [(one.expected, HOW_TONES[one.how], words[one.how], one.at) for one in lost[:MISSED]],
        "more": max(0, len(lost) - MISSED),
    }


def _ahead(address: PingAddress, schedule: Schedule) -> list[datetime]:
    """The next times at which it is expected, as far as they do not hang on when it comes."""
    found = [address.expected_at] if address.expected_at else []
    while found and schedule.every is None and len(found) < AHEAD and (one := schedule.after(found[-1])):
        found.append(one)
    return found


def _ping(one: Ping, took: int | None) -> dict[str, Any]:
    word, tone = said_words(one)
    told = {"at": one.at, "word": word, "tone": tone, "sender": one.sender, "agent": one.agent, "size": one.size}
    return told | {"took": took_words(took)}


def _body(at: datetime, body: bytes) -> dict[str, Any]:
    return {"at": at, "text": body.decode("utf-8", "replace").replace("\x00", "")[:WORDS]}
