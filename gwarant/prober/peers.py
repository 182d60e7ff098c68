"""Whether it is this prober that fails: when something turns down, others that were up are glanced at at once.

Where nearly all of them have turned down too, whatever stands between them and us is ours: what was found is unknown,
and stays so until enough of them answer again. Others are those at other addresses; without two there is nothing to
doubt by.
"""

import random
from collections import deque
from collections.abc import Callable

from gwarant.sla.evidence.model import State

GLANCES = 5  # others that are glanced at
SHARE = 5  # one of so many may still be up where nearly all are down
REMEMBERED = 10  # looks by which a doubt ends

Told = Callable[[bool], None]  # whether it is this prober that fails
Glance = Callable[[int, Callable[[State], None]], None]  # look at a target once, beside its grid


class Peers:
    """What each target was at its last look; `since` is the moment from which nearly all fail, 0 while they do not."""

    def __init__(self, glance: Glance) -> None:
        self._glance = glance
        self._at: dict[int, str] = {}
        self._up: set[int] = set()
        self._held: list[Told] = []
        self._left = self._ups = self._downs = 0
        self._recent: deque[bool] = deque(maxlen=REMEMBERED)
        self.since = 0

    def seen(self, target: int, state: State, address: str) -> bool:
        """A look has found this, believed or not; whether what was up is down now."""
        if address:
            self._at[target] = address
        if state is State.UNKNOWN:
            return False
        is_up = state is not State.DOWN
        has_turned = not is_up and target in self._up
        (self._up.add if is_up else self._up.discard)(target)
        self._recent.append(is_up)
        if self.since and sum(self._recent) * SHARE > len(self._recent):
            self.since = 0
        return has_turned

    def forget(self, target: int) -> None:
        """It is looked at no longer."""
        self._at.pop(target, None)
        self._up.discard(target)

    def ask(self, target: int, address: str, now: int, has_turned: bool, told: Told) -> None:
        """Say, later, whether a target that was found down was so because of us.

        One that was down before is believed as it was: the others are not asked at each of its looks.
        """
        if self.since or not (has_turned or self._left):
            told(bool(self.since))
            return
        self._held.append(told)
        if self._left == 0:
            self._begin(self._at.get(target, address), now)

    def _begin(self, here: str, now: int) -> None:
        others = {self._at[one]: one for one in self._up if self._at.get(one, here) != here}
        chosen = random.sample(sorted(others.values()), min(GLANCES, len(others)))
        self._ups = self._downs = 0
        if len(chosen) < 2:
            self._settle(now)
            return
        self._left = len(chosen)
        for one in chosen:
            self._glance(one, lambda state: self._glanced(state, now))

    def _glanced(self, state: State, now: int) -> None:
        self._left -= 1
        self._ups += state in (State.UP, State.DEGRADED)
        self._downs += state is State.DOWN
        if self._left == 0:
            self._settle(now)

    def _settle(self, now: int) -> None:
        held, self._held = self._held, []
        if self._downs >= 2 and self._ups * SHARE <= self._ups + self._downs:
            self.since = now
            self._recent.clear()
        for told in held:
            told(bool(self.since))
