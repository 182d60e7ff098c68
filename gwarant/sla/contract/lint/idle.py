"""Keys that are stated and that nothing reads: somebody meant something by them."""

from collections.abc import Iterable, Iterator

from gwarant.sla.contract.lint.case import Case, Finding
from gwarant.sla.contract.model.money import Remedy, RemedyKind
from gwarant.sla.contract.model.promises import Aggregate, Counted, FeedAs, Measure
from gwarant.sla.contract.values import WorkingDays

_K = RemedyKind
_SUMS = (_K.PER_UNIT, _K.PER_STEP, _K.FLAT, _K.EVERY_N)
_OVERRUN = (_K.PER_UNIT, _K.EXTENSION)
_LENGTHS = (*_OVERRUN, _K.PRORATA)
_ONE_SUM = (_K.FLAT, _K.EVERY_N)
REMEDY_KEYS: dict[str, tuple[RemedyKind, ...]] = {
    "bands": (_K.BANDS,),
    "bands_on": (_K.BANDS,),
    "unit": _OVERRUN,
    "step": (_K.PER_STEP,),
    "n": (_K.EVERY_N,),
    "within": (_K.EVERY_N,),
    "x": (_K.PRORATA,),
    "grants": (_K.EXTENSION,),
    "pct": _SUMS,
    "amount": _SUMS,
    "free": _LENGTHS,
    "pay_after": (*_LENGTHS, *_ONE_SUM),
    "count_on": (*_LENGTHS, *_ONE_SUM),
    "starts": (*_LENGTHS, *_ONE_SUM),
}
_BY_THRESHOLD = ("count_on", "starts")  # where one sum is paid, read only to know whether the overrun is long enough
_CLOCKED = (Aggregate.SHARE_WITHIN_TARGET, Aggregate.MEAN, Aggregate.PERCENTILE)
_FED = (Aggregate.EXTERNAL, Aggregate.MANUAL)
MEASURE_KEYS: dict[str, tuple[Aggregate, ...]] = {
    "percentile": (Aggregate.PERCENTILE,),
    "unit": (Aggregate.MEAN, Aggregate.PERCENTILE),
    "evidence": (Aggregate.MANUAL,),
    "of.clock": (*_CLOCKED, Aggregate.COUNT),
    "of.class": (*_CLOCKED, Aggregate.COUNT),
    "of.service": (*_CLOCKED, Aggregate.COUNT),
    "of.availability": (Aggregate.AVAILABILITY, Aggregate.COUNT),
    "of.event": (Aggregate.COUNT,),
    "of.reopened_within": (Aggregate.COUNT,),
    "of.longer_than": (Aggregate.COUNT,),
    "of.cap": (Aggregate.AT_CAP,),
    "of.feed": _FED,
    "of.as": (Aggregate.EXTERNAL,),
    "of.limit": (Aggregate.EXTERNAL,),
}


def without_effect(case: Case) -> Iterator[Finding]:
    """A key that this kind of remedy or measure does not read."""
    for remedy in case.contract.remedies:
        for key, kinds in REMEDY_KEYS.items():
            path = f"remedies.{remedy.id}.{key}"
            if remedy.kind not in kinds and case.states(path):
                yield _finding(path, key, f"a remedy of the kind {remedy.kind}", kinds)
        if remedy.kind in _ONE_SUM and not remedy.pay_after.seconds:
            yield from _unasked(case, remedy)
        if remedy.base.of != "previous_month" and case.states(f"remedies.{remedy.id}.base.first"):
            yield _finding(
                f"remedies.{remedy.id}.base.first", "first", f"a base of {remedy.base.of}", ("previous_month",)
            )
    yield from _of_claim(case)
    for measure in case.contract.measures:
        for key, aggregates in MEASURE_KEYS.items():
            path = f"measures.{measure.id}.{key}"
            if measure.agg not in aggregates and case.states(path):
                yield _finding(path, key, f"a measure with agg: {measure.agg}", aggregates)
        yield from _of_events(case, measure)


def _of_claim(case: Case) -> Iterator[Finding]:
    claim, path = case.contract.remedy_rules.claim, "remedy_rules.claim.calendar"
    if claim and claim.deadline and claim.calendar and not isinstance(claim.deadline, WorkingDays):
        yield _finding(
            path, "calendar", f"a claim within {claim.deadline}", ["a deadline in working days, such as 5wd"]
        )


def _unasked(case: Case, remedy: Remedy) -> Iterator[Finding]:
    for key in _BY_THRESHOLD:
        path = f"remedies.{remedy.id}.{key}"
        if case.states(path):
            yield _finding(path, key, f"a remedy of the kind {remedy.kind} without pay_after", _LENGTHS)


def _of_events(case: Case, measure: Measure) -> Iterator[Finding]:
    of, path = measure.of, f"measures.{measure.id}.of"
    if measure.agg is Aggregate.COUNT:
        for key, event in (("reopened_within", Counted.REOPENED), ("longer_than", Counted.OUTAGE)):
            if of.event is not event and case.states(f"{path}.{key}"):
                yield _finding(f"{path}.{key}", key, f"a count of {of.event}", (event,))
    if measure.agg is Aggregate.EXTERNAL and of.as_ is not FeedAs.INTERVALS and case.states(f"{path}.limit"):
        yield _finding(f"{path}.limit", "limit", f"an outside feed as {of.as_}", (FeedAs.INTERVALS,))


def _finding(path: str, key: str, what: str, readers: Iterable[str]) -> Finding:
    reason = f"{what} does not read `{key.rpartition('.')[2]}`, so it has no effect"
    return Finding(path, reason, f"leave it out; it belongs to {', '.join(readers)}")
