"""The slow way: every second is looked at by itself, straight from the written rules."""

from fractions import Fraction

from gwarant.sla.contract.model.promises import Availability, Beyond, OutageStart, Unknown
from gwarant.sla.evidence.model import Check, State, StateInterval

S = 1000
MARGIN = 60
BAD = {State.DOWN: {State.DOWN}, State.DEGRADED: {State.DOWN, State.DEGRADED}}


class Place:
    """What one place knows in each second, and when it looked."""

    def __init__(self, checks: list[Check], states: list[StateInterval], every: int, timeout: int, clock: range):
        self.clock, self.every = clock, every
        self.looks = sorted({check.at // S for check in checks})
        self.at = {t: self._state(t, checks, states, every, 2 * every + timeout) for t in clock}
        grid = (range(max(one.start // S, one.end // S - every), one.end // S - every + 1) for one in states)
        self.all_looks = sorted({*self.looks, *(one.start // S for one in states), *(t for some in grid for t in some)})
        after = [*self.looks[1:], *(t + every for t in self.looks[-1:])]
        pairs = zip(self.looks, after, strict=True)
        last = self.looks[-1:]
        self.missed = [(a, a + every, b) for a, b in pairs if 2 * (b - a) > 3 * every or [a] == last]

    def _state(self, t, checks, states, every, limit):
        known = [one.state for one in states if one.start // S <= t < one.end // S]
        past = [check for check in checks if check.at // S <= t]
        if past:
            last = max(check.at // S for check in past)
            following = min((check.at // S for check in checks if check.at // S > t), default=None)
            carried = t < last + every if following is None or following - last > limit else True
            if carried:
                known += [check.state for check in checks if check.at // S == last]
        return next((s for s in (State.DOWN, State.DEGRADED, State.UP) if s in known), State.UNKNOWN)

    def rounds(self, at):
        """Its looks; those of a vouched stretch are on a grid from its start on."""
        start = at
        while start in self.at and self.at[start] is State.DOWN:
            start -= 1
        return self.looks or range(start + 1, at + 1, self.every)

    def possible(self, t, bad):
        """Unknown, seen as bad, or between the last good look and the first bad one."""
        if self.at[t] is State.UNKNOWN or self.at[t] in bad:
            return True
        ahead = next((u for u in self.clock if u > t and self.at[u] in bad), None)
        if ahead is None:
            return False
        good = [g for g in self.all_looks if g < ahead and self.at[g] not in {*bad, State.UNKNOWN}]
        return t >= max(good)

    def is_held(self, t, end):
        """Between a look that was due before the end, has no row, and the next one."""
        return any(due <= t < until for _, due, until in self.missed if due < end)

    def goes_dark(self, t, bad):
        """When this better stretch ends in the unknown, if no look of it comes any more; else None."""
        if self.at[t] in {*bad, State.UNKNOWN}:
            return None
        end = next(u for u in range(t, self.clock.stop + 1) if u == self.clock.stop or self.at[u] is not self.at[t])
        known_after = end < self.clock.stop and self.at[end] is not State.UNKNOWN
        return None if known_after or any(t < look < end for look in self.all_looks) else end

    def sure(self, t, bad):
        """Bad, with another bad look still to come in the same stretch."""
        if self.at[t] not in bad:
            return False
        end = next(u for u in range(t, self.clock.stop + 1) if u == self.clock.stop or self.at[u] not in bad)
        return any(t < look < end for look in self.all_looks)


class Oracle:
    def __init__(
        self, agreed: Availability, end: int, places: dict, reports=(), excluded=(), maintenance=(), hours=None
    ):
        probe = agreed.probe
        self.agreed, self.probe, self.end = agreed, probe, end
        self.every, self.timeout = probe.every.seconds, probe.timeout.seconds
        self.clock = range(-MARGIN, end + MARGIN)
        self.places = [Place(c, s, self.every, self.timeout, self.clock) for c, s in places.values()]
        self.enough = {t for t in self.clock if self._speak(t)}
        self.reports = reports
        self.open = [t for t in range(end) if hours is None or t in hours]
        self.ever_open = {t for t in self.clock if hours is None or t in hours}  # a cap may be spent before the period
        self.state = {t: self._quorum(t) for t in self.clock}
        self.only_down = {
            t
            for t in self.clock
            if self.state[t] is State.DOWN and not self._many(lambda p, t=t: p.at[t] is State.DEGRADED)
        }
        self._move_starts()
        self._keep()
        self.gone = self._exclude(excluded, maintenance)

    def _many(self, test):
        return sum(map(test, self.places))

    def _voiced(self, bad, good):
        """Bad by what is said, or by what those that are asked for and do not deny it might say."""
        failing, better = self._many(bad), self._many(good)
        silent = max(0, self.probe.locations - failing - better)
        return failing >= self.probe.down_when, failing + silent >= self.probe.down_when

    def _quorum(self, t):
        for state, bad in BAD.items():
            is_so, may_be = self._voiced(
                lambda p, bad=bad: p.at[t] in bad, lambda p, bad=bad: self._is_better(p, t, bad)
            )
            if may_be:
                return state if is_so else State.UNKNOWN
        return State.UP

    @staticmethod
    def _is_better(place, t, bad):
        return place.at[t] not in {*bad, State.UNKNOWN}

    def _maybe(self, t, bad):
        return self._voiced(lambda p: p.at[t] in bad, lambda p: not p.possible(t, bad))[1]

    def _doubted(self, t, bad):
        return self._voiced(lambda p: p.at[t] in bad, lambda p: not self._may_be(p, t, bad))[1]

    def _may_be(self, place, t, bad):
        """Possible, or it would have been with a look that has no row."""
        if place.possible(t, bad) or any(
            (due if self._is_enough(due) else since) <= t < until
            for since, due, until in place.missed
            if due < self.end
        ):
            return True
        end = place.goes_dark(t, bad)
        return end is not None and end < self.end and not self._is_enough(end)

    def _is_enough(self, t):
        return t in self.enough

    def _speak(self, t):
        """Whether as many speak as are asked for, without those that are held over a look that has no row."""
        return self._many(lambda p: p.at[t] is not State.UNKNOWN and not p.is_held(t, self.end)) >= self.probe.locations

    def _silent(self, place, t):
        if place.at[t] is State.UNKNOWN:
            return True
        halves = (
            (due if self._is_enough(due) else due - self.every / 2, until)
            for _, due, until in place.missed
            if due < self.end
        )
        return any(half <= t < until for half, until in halves)

    def _is_dark(self, t):
        silent = {place for place in self.places if self._silent(place, t)}
        if len(self.places) - len(silent) >= self.probe.locations:
            return False
        return any(
            self._voiced(
                lambda p, bad=bad: p.at[t] in bad,
                lambda p, bad=bad: self._is_better(p, t, bad) and p not in silent,
            )[1]
            for bad in BAD.values()
        )

    def _surely(self, t, bad):
        return self._many(lambda p: p.sure(t, bad)) >= self.probe.down_when

    def _move_starts(self):
        raw = dict(self.state)
        for t in self.clock:
            if raw[t] is State.DOWN and raw.get(t - 1) is not State.DOWN:
                for moved in range(self._start(t, raw), t):
                    self.state[moved] = State.DOWN

    def _start(self, at, raw):
        edge = at
        while edge - 1 in raw and self._maybe(edge - 1, BAD[State.DOWN]) and raw[edge - 1] is not State.DOWN:
            edge -= 1
            if self._is_good(edge):
                break
        first = at
        for place in self.places:
            for look in place.rounds(at):
                if at - self.every < look <= at and all(place.at[u] is State.DOWN for u in range(look, at + 1)):
                    first = min(first, look)
        first = max(edge, first)
        rules, starts = self.agreed.outage_start.earlier_of, [first]
        if edge == self.clock.start:
            return first
        if OutageStart.CLIENT_REPORT in rules:
            starts += [moment for moment in self.reports if edge <= moment < first]
        if OutageStart.MIDPOINT in rules and first - edge <= 2 * self.every + self.timeout:
            starts.append((edge + first) // 2)
        return min(starts)

    def _is_good(self, t):
        """Whether good looks at this very moment leave too few places that could be down."""
        good, bad = {State.UP, State.DEGRADED}, BAD[State.DOWN]
        shown = self._voiced(
            lambda p: p.at[t] in bad,
            lambda p: not p.possible(t, bad) or (t in p.all_looks and p.at[t] in good),
        )
        return not shown[1]

    def _runs(self, bad: set[int]) -> list[range]:
        """From the first to the last second of each run that the merge gap joins."""
        gap, runs = self.probe.merge_gap.seconds, []
        for t in sorted(bad):
            if runs and t - runs[-1][-1] - 1 <= gap:
                runs[-1].append(t)
            else:
                runs.append([t])
        return [range(run[0], run[-1] + 1) for run in runs]

    def _told(self, runs: list[range]) -> list[range]:
        """Where the report alone starts an outage: of each run what comes from its first report on."""
        if set(self.agreed.outage_start.earlier_of) != {OutageStart.CLIENT_REPORT}:
            return runs
        firsts = [(min((at for at in self.reports if at in run), default=run.stop), run.stop) for run in runs]
        return [range(first, end) for first, end in firsts if first < end]

    def _filtered(self, bad: set[int]) -> set[int]:
        least = self.probe.min_outage.seconds
        return {t for run in self._told(self._runs(bad)) if len(run) >= least for t in run} & bad

    def _sure(self, surely: set[int], judged: set[int]) -> set[int]:
        """Of what is surely so: the pieces of its runs that lie within what counts, each long enough."""
        told = {t for run in self._told(self._runs(surely | judged)) for t in run}
        within = [{t for t in run if t in told} for run in self._runs(surely)]
        pieces = [range(min(piece), max(piece) + 1) for piece in within if piece]
        return {t for piece in pieces if len(piece) >= self.probe.min_outage.seconds for t in piece} & surely

    def _keep(self):
        down = {t for t in self.clock if self.state[t] is State.DOWN}
        self.unknown = {t for t in self.clock if self.state[t] is State.UNKNOWN}
        dark = {t for t in self.clock if self._is_dark(t)}
        maybe = {t for t in self.clock if self._doubted(t, BAD[State.DOWN])} | dark
        judged = down | self.unknown if self.probe.unknown is Unknown.DOWN else down
        self.down, self.degraded = down, {t for t in self.clock if self.state[t] is State.DEGRADED}
        self.point = self._filtered(judged) & down
        self.most = self._filtered(maybe) | dark
        self.least = self._sure({t for t in self.clock if self._surely(t, BAD[State.DOWN])}, judged)

    def _exclude(self, excluded, maintenance):
        gone = {t for a, b in excluded for t in range(a, b)}
        terms, spent = self.agreed.maintenance, 0
        for t in sorted({t for a, b in maintenance for t in range(a, b)} - gone):
            counts = t in self.point and t in self.ever_open
            if terms.cap and terms.above_cap is Beyond.DOWNTIME and counts and spent >= terms.cap.minutes * 60:
                break
            spent += counts
            gone.add(t)
        return gone

    def downtime(self):
        measured = {t for t in self.open if t not in self.gone}
        weight = Fraction(self.probe.degraded_weight)
        maybe = {t for t in measured if self._doubted(t, BAD[State.DEGRADED])} - self.most - self.only_down
        surely = {t for t in measured & self.degraded if self._surely(t, BAD[State.DEGRADED])}
        unknown = len(self.unknown & measured)
        policy = unknown if self.probe.unknown is Unknown.DOWN else 0
        return (
            len(measured),
            len(self.least & measured) + weight * len(surely),
            len(self.point & measured) + weight * len(self.degraded & measured) + policy,
            len(self.most & measured) + weight * len(maybe),
        )

    def by_state(self):
        measured = {t for t in self.open if t not in self.gone}
        return {s: sum(self.state[t] is s for t in measured) for s in State}
