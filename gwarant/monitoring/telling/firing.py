"""What fires, or fired, of what a trouble is about: names, labels and words, as another tool told them."""

from gwarant.monitoring.beats.models import Reported, Trouble
from gwarant.monitoring.kinds import REPORTED

NAMED, LABELS, WORDS = 5, 8, 200  # states that a call names, labels of each, letters of its words


def firing_of(trouble: Trouble) -> list[Reported]:
    """The states that its monitor took while it lasted, what still fires first."""
    if trouble.monitor.kind != REPORTED:
        return []
    found = trouble.monitor.reported.filter(changed_at__gte=trouble.since)
    found = found.filter(received_at__lte=trouble.ended_at) if trouble.ended_at else found
    return list(found.select_related("source").order_by("-is_firing", "received_at", "pk")[:NAMED])


def fires_of(trouble: Trouble) -> tuple[str, ...]:
    """Each that fires now in a line: its name, its labels but for those that all have, its words."""
    firing = [one for one in firing_of(trouble) if one.is_firing]
    wanted = trouble.monitor.settings["labels"] if firing else {}
    return tuple(_line(one, wanted) for one in firing)


def _line(one: Reported, wanted: dict[str, str]) -> str:
    own = [f"{name}={value}" for name, value in one.labels.items() if name not in wanted and value != one.name]
    labels = f" ({', '.join(own[:LABELS])})" if own else ""
    words = f": {' '.join(one.words.split())[:WORDS]}" if one.words else ""
    return f"{one.name}{labels}{words}"
