"""Which lines count when several apply: within one incident, of one cause, then across incidents."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from gwarant.sla.contract.model.money import Combine
from gwarant.sla.money import total
from gwarant.sla.remedies.codes import CHOSEN, DEAREST, NOT_COMPARABLE, PAYS_MORE, SAME_CAUSE
from gwarant.sla.remedies.line import Line

HIGHEST, SUM, ELECTS = "highest", "sum", "client_elects"


def combined(
    lines: Sequence[Line],
    rule: Combine,
    causes: Mapping[str, str] | None = None,
    elected: Mapping[str, str] | None = None,
    caused: Mapping[str, frozenset[str]] | None = None,
) -> tuple[Line, ...]:
    """The same lines in the same order, those that do not count marked with the reason; ValueError for another word.

    `causes` names for each incident the cause it shares with others, `elected` the remedy that the client chose for it,
    `caused` for a figure the incidents that its downtime caused.
    """
    _check(rule)
    chosen = (elected or {}) if rule.same_incident == ELECTS else {}
    kept = tuple(lines) if rule.same_incident == SUM else _within_incidents(lines, chosen)
    if causes:
        kept = _once(kept, causes)
    for figure, incidents in sorted((caused or {}).items()):
        kept = _figure_or_caused(kept, figure, incidents)
    return _once(kept, dict.fromkeys((line.incident for line in kept), "")) if rule.across == HIGHEST else kept


def _check(rule: Combine) -> None:
    if rule.same_incident not in (HIGHEST, SUM, ELECTS):
        raise ValueError(f"{rule.same_incident!r} is not a way to combine; write {HIGHEST}, {SUM} or {ELECTS}")
    if rule.across not in (HIGHEST, SUM):
        raise ValueError(f"{rule.across!r} is not a way to combine; write {HIGHEST} or {SUM}")


def _within_incidents(lines: Sequence[Line], elected: Mapping[str, str]) -> tuple[Line, ...]:
    groups = _grouped(lines)
    chosen = {i: elected[i] for i, group in groups.items() if elected.get(i) in {line.remedy for line in group}}
    best = {incident: chosen.get(incident) or _best(group) for incident, group in groups.items()}
    return tuple(_judged(line, best[line.incident], line.incident in chosen) for line in lines)


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


def _judged(line: Line, best: str, is_chosen: bool) -> Line:
    if not best:
        return replace(line, notes=(*line.notes, NOT_COMPARABLE()))
    if line.remedy == best:
        return line
    if is_chosen:
        return replace(line, kept=False, reason=CHOSEN(remedy=best, incident=line.incident))
    return replace(line, kept=False, reason=PAYS_MORE(remedy=best, incident=line.incident))


def _once(lines: Sequence[Line], causes: Mapping[str, str]) -> tuple[Line, ...]:
    """Of the incidents of one cause the dearest alone; all of them while a price is blank."""
    groups = _grouped(line for line in lines if line.kept)
    members: dict[str, dict[str, Fraction | None]] = {}
    for incident, group in groups.items():
        worth = total(line.amount for line in group)
        members.setdefault(causes.get(incident, incident), {})[incident] = worth
    dearest = {incident: best for found in members.values() if (best := _dearest(found)) for incident in found}
    return tuple(_only(line, dearest.get(line.incident, line.incident), causes) for line in lines)


def _figure_or_caused(lines: Sequence[Line], figure: str, incidents: frozenset[str]) -> tuple[Line, ...]:
    """Either the figure pays or all that its downtime caused, whichever is more; both while a price is blank."""
    own, others = ([one for one in lines if one.kept and one.incident in group] for group in ({figure}, incidents))
    worths = [total(one.amount for one in group) for group in (own, others)]
    if not own or not others or worths[0] is None or worths[1] is None:
        return tuple(lines)
    gone, stands = (others, figure) if worths[0] >= worths[1] else (own, _first_dearest(others))
    out = {id(one) for one in gone}
    return tuple(
        replace(one, kept=False, reason=SAME_CAUSE(incident=stands)) if id(one) in out else one for one in lines
    )


def _first_dearest(lines: Sequence[Line]) -> str:
    return _dearest({incident: total(one.amount for one in group) for incident, group in _grouped(lines).items()})


def _dearest(worths: Mapping[str, Fraction | None]) -> str:
    known = {incident: worth for incident, worth in worths.items() if worth is not None}
    return max(sorted(known), key=known.__getitem__) if len(known) == len(worths) else ""


def _only(line: Line, incident: str, causes: Mapping[str, str]) -> Line:
    if not line.kept or line.incident == incident:
        return line
    if causes.get(line.incident):
        return replace(line, kept=False, reason=SAME_CAUSE(incident=incident))
    return replace(line, kept=False, reason=DEAREST(incident=incident))
