"""Buckets that are nearly empty, for tests that need the next messages only."""

from datetime import datetime

from gwarant.database.scope import ENGINE, scoped
from gwarant.intake.floods.buckets import PEOPLE, Draw, Rate, take
from gwarant.intake.floods.models import Kind


def drawn(whose: str, at: datetime, left: int = 0, rate: Rate = PEOPLE, kind: Kind = Kind.ADDRESS) -> None:
    """As if somebody's messages had taken all tokens but so many at that moment."""
    with scoped(ENGINE):
        for _ in range(rate.burst - left):
            assert take(Draw(kind, whose, rate), at)
