"""The sweep that hears when probers and other tools are silent, once the house has listened long enough to know.

Whoever tells us something tells it to a web process, so that it is theirs to say how long we could hear: an engine that
was killed takes up what others heard before it. Where no web process is there an engine goes by its own rounds: then
all that should be heard are silent, and that is an alarm of ours.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from gwarant.monitoring import alarms, righting
from gwarant.monitoring.beats.listening import listened
from gwarant.monitoring.telling import silence

PAUSE = timedelta(seconds=30)  # between two rounds: whoever did nothing for longer was away itself


@dataclass
class Listening:
    """Since when this program listens without a pause, and when it last did."""

    since: datetime | None = None
    last: datetime | None = None

    def for_(self, now: datetime) -> timedelta:
        """How long it has listened; it does now."""
        if self.since is None or self.last is None or not timedelta(0) <= now - self.last <= PAUSE:
            self.since = now
        self.last = now
        return now - self.since


OURS = Listening()


def run_once(now: datetime, listening: Listening = OURS) -> int:
    """Tell of probers and of other tools; nothing until one could be heard by a house that was away, or stood still."""
    righting.run_once(now)
    heard, own = listened(now), listening.for_(now)
    told = alarms.run_once(now) if max(heard, own) > alarms.silent() else 0
    return told + silence.run_once(now, heard)
