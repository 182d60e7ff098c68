"""Which lines count when several apply: within one incident, then across incidents."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

from gwarant.sla.contract.model.money import Combine
from gwarant.sla.money import total
from gwarant.sla.remedies.line import Line

HIGHEST, SUM = "highest", "sum"


def combined(lines: Sequence[Line], rule: Combine) -> tuple[Line, ...]:
    """The same lines in the same order, those that do not count marked with the reason; ValueError for another word."""
    for word in (rule.same_incident, rule.across):
        if word not in (HIGHEST, SUM):
            raise ValueError(f"{word!r} is not a way to combine; write {HIGHEST} or {SUM}")
    kept = _within_incidents(lines) if rule.same_incident == HIGHEST else tuple(lines)
    return _across(kept) if rule.across == HIGHEST else kept


def _within_incidents(lines: Sequence[Line]) -> tuple[Line, ...]:
    best = {incident: _best(group) for incident, group in _grouped(lines).items()}
    return tuple(_judged(line, best[line.incident]) for line in lines)


def _grouped(lines: Iterable[Line]) -> dict[str, list[Line]]:
    groups: dict[str, list[Line]] = {}
    for line in lines:
        groups.setdefault(line.incident, []).append(line)
    return groups


def _best(group: Sequence[Line]) -> str:
    """The remedy that pays most for the incident, the first of equals; empty where blank prices leave that open."""
    remedies = list(dict.fromkeys(line.remedy for line in group))
    if len(remedies) == 1:
        return remedies[0]
    worths = _worths(group)
    return max(remedies, key=worths.__getitem__) if worths else ""


def _worths(group: Sequence[Line]) -> dict[str, Fraction]:
    """What each remedy pays in all its lines, or its percents where all are of one blank base."""
    if any(line.amount is None for line in group):
        one_base = len({line.base for line in group}) == 1
        return _sums((line.remedy, line.pct) for line in group) if one_base else {}
    return _sums((line.remedy, line.amount) for line in group)


def _sums(pairs: Iterable[tuple[str, Fraction | None]]) -> dict[str, Fraction]:
    sums: dict[str, Fraction] = {}
    for remedy, worth in pairs:
        if worth is None:
            return {}
        sums[remedy] = sums.get(remedy, Fraction(0)) + worth
    return sums


def _judged(line: Line, best: str) -> Line:
    if not best:
        return replace(line, note="; ".join(filter(None, (line.note, "cannot be compared while a price is blank"))))
    if line.remedy == best:
        return line
    return replace(line, kept=False, reason=f"{best} pays more for {line.incident}, or as much and stands first")


def _across(lines: Sequence[Line]) -> tuple[Line, ...]:
    groups = _grouped(line for line in lines if line.kept)
    sums = {incident: total(line.amount for line in group) for incident, group in groups.items()}
    worths = {incident: worth for incident, worth in sums.items() if worth is not None}
    if len(worths) < len(sums) or not worths:
        return tuple(lines)
    best = max(sorted(worths), key=lambda incident: worths[incident])
    return tuple(_only(line, best) for line in lines)


def _only(line: Line, incident: str) -> Line:
    if not line.kept or line.incident == incident:
        return line
    return replace(line, kept=False, reason=f"only the dearest incident counts: {incident}")
