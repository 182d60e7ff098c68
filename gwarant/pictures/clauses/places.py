"""Where a clause stands in the document: what the form shows of it, and how an answer is written there."""

from typing import Any

from gwarant.pictures.clauses.kinds import NONE, Kind, plain, text_of
from gwarant.pictures.clauses.spec import Spec
from gwarant.pictures.clauses.tree import Tree, at, drop, has, put, rows

ONBOARDING = {"targets": "report_only", "remedies": "none"}


def is_stated(doc: Tree, spec: Spec) -> bool:
    """Whether the document says anything about the clause, be it what the form cannot show."""
    if spec.how == "cap":
        return at(doc, "remedy_rules.caps") is not None
    if spec.how == "channels":
        return has(doc, "intake.channels")
    if spec.how == "pair":
        return has(doc, _half(spec)[0])
    return has(doc, _place(spec)) or _taken_away(doc, spec)


def shown(doc: Tree, spec: Spec, package: Tree | None = None) -> str | None:
    """What the form shows for the clause; None when the document is silent, or says what a form cannot show."""
    if _taken_away(doc, spec):
        return NONE
    match spec.how:
        case "pair":
            place, key = _half(spec)
            return text_of(spec.kind, _pair(doc, place).get(key))
        case "row":
            return _of_row(at(doc, spec.path)) if has(doc, spec.path) else None
        case "bound":
            value = at(doc, spec.path)
            is_least = isinstance(value, dict) and set(value) == {"ge"}
            return text_of(spec.kind, value["ge"] if is_least else None)
        case "cap":
            return _of_caps(at(doc, "remedy_rules.caps"), spec)
        case "channels":
            return _of_channels(doc, package or {}) if has(doc, "intake.channels") else None
    return text_of(spec.kind, at(doc, spec.path))


def write(doc: Tree, spec: Spec, text: str, is_read: bool, package: Tree) -> None:
    """Set the clause; what could not be read is written as it was typed."""
    if text == NONE and spec.may_be_none:
        _take_away(doc, spec, package)
        return
    value = plain(spec.kind, text) if is_read else text
    match spec.how:
        case "pair":
            _set_pair(doc, spec, value, package)
        case "row":
            _set_row(doc, spec, text, value, package)
        case "bound":
            put(doc, spec.path, {"ge": value})
        case "cap":
            _set_cap(doc, spec, value, package)
        case "channels":
            _set_channels(doc, text, package)
        case _:
            put(doc, spec.path, value)


def erase(doc: Tree, spec: Spec, package: Tree) -> None:
    """Let the package speak for the clause again."""
    match spec.how:
        case "pair":
            _set_pair(doc, spec, None, package)
        case "cap":
            _set_cap(doc, spec, _inherited_cap(package, spec), package)
            if at(doc, "remedy_rules.caps") == at(package, "remedy_rules.caps"):
                drop(doc, "remedy_rules.caps")
        case "channels":
            for name, _ in list(rows(doc, "intake.channels")):
                drop(doc, f"intake.channels.{name}.counts")
        case "row":
            if at(doc, spec.path) is None:
                drop(doc, spec.path)
        case _:
            if _taken_away(doc, spec):
                drop(doc, _place(spec))
            drop(doc, spec.path)


def settle(doc: Tree, package: Tree) -> None:
    """What follows from the answers: a remedy falls with its promise, a phase has its effect and its first day."""
    for name, promise in [
        (name, at(row, "of.promise")) for tree in (package, doc) for name, row in rows(tree, "remedies")
    ]:
        path, up = f"remedies.{name}", f"availability.{promise}"
        if isinstance(promise, str) and is_gone(doc, package, up) and (has(doc, up) or promise.endswith("-up")):
            drop(doc, path)
            if has(package, path) and not isinstance(at(doc, "remedies"), list):
                put(doc, path, None)
    phase = at(doc, "phases.onboarding")
    if isinstance(phase, dict) and "every" not in phase:
        _settle_phase(doc, phase)


def is_gone(doc: Tree, package: Tree, path: str) -> bool:
    """Whether neither the document nor the package has the row, or the document takes it away."""
    return at(doc, path) is None and (has(doc, path) or not has(package, path))


def places_of(spec: Spec) -> tuple[str, ...]:
    """The part of the document that goes when the clause is answered with none, or with no."""
    return (_place(spec),) if spec.may_be_none or spec.how == "row" else ()


def _place(spec: Spec) -> str:
    """The part of the document that goes when the clause is answered with none."""
    if spec.how in ("cap", "pair", "row"):
        return spec.path
    return spec.path.rpartition(".")[0]


def _taken_away(doc: Tree, spec: Spec) -> bool:
    place = _place(spec)
    return spec.may_be_none and spec.how != "cap" and has(doc, place) and at(doc, place) is None


def _take_away(doc: Tree, spec: Spec, package: Tree) -> None:
    if spec.how == "cap":
        _set_cap(doc, spec, None, package)
        return
    place = _place(spec)
    drop(doc, place)
    if has(package, place) and not isinstance(at(doc, place.rpartition(".")[0]), list):
        put(doc, place, None)


def _set_pair(doc: Tree, spec: Spec, value: Any, package: Tree) -> None:
    """Set one half of a pair, such as a time and its calendar; None takes the package's."""
    place, key = _half(spec)
    own, inherited = _pair(doc, place), _pair(package, place)
    pair = {**inherited, **{name: one for name, one in own.items() if one is not None}, key: value}
    pair[key] = inherited.get(key) if value is None else value
    if all(_same(pair.get(name), inherited.get(name)) for name in pair):
        drop(doc, place)
    elif place.startswith("targets."):
        put(doc, place, [pair.get("value"), pair["calendar"]] if pair.get("calendar") else pair.get("value"))
    else:
        is_plain = pair.get("ends") in (None, "exact")
        put(doc, place, pair.get("length") if is_plain else {"length": pair.get("length"), "ends": pair["ends"]})


def _of_row(value: Any) -> str:
    return str(value) if isinstance(value, str) else "no" if value is None else "yes"


def _half(spec: Spec) -> tuple[str, str]:
    place, _, key = spec.path.rpartition(".")
    if key in ("calendar", "ends"):
        return place, key
    return spec.path, "value" if spec.kind is Kind.TARGET else "length"


def _pair(doc: Tree, place: str) -> dict[str, Any]:
    value = at(doc, place)
    if isinstance(value, dict):
        return dict(value)
    names = ("value", "calendar") if place.startswith("targets.") else ("length", "ends")
    values = value if isinstance(value, list) and len(value) == 2 else [value, None]
    return dict(zip(names, values, strict=True))


def _same(one: Any, other: Any) -> bool:
    return (one or "exact") == (other or "exact")


def _set_row(doc: Tree, spec: Spec, text: str, value: Any, package: Tree) -> None:
    if text == "yes":
        erase(doc, spec, package)
    elif text != "no":
        put(doc, spec.path, value)
    else:
        drop(doc, spec.path)
        if not isinstance(at(doc, spec.path.rpartition(".")[0]), list) and has(package, spec.path):
            put(doc, spec.path, None)


def _settle_phase(doc: Tree, phase: Tree) -> None:
    if "from" not in phase and "length" not in phase:
        if phase.get("effect") == ONBOARDING:
            drop(doc, "phases.onboarding")
        return
    if "from" not in phase and at(doc, "effective.from") is not None:
        doc["phases"]["onboarding"] = {"from": at(doc, "effective.from"), **phase}
    at(doc, "phases.onboarding").setdefault("effect", dict(ONBOARDING))


def _of_caps(caps: Any, spec: Spec) -> str | None:
    if not isinstance(caps, list):
        return None
    per = spec.path.rpartition(".")[2]
    found = [row for row in caps if isinstance(row, dict) and row.get("per") == per]
    if not found:
        return NONE
    is_share = len(found) == 1 and set(found[0]) <= {"per", "pct", "of"} and found[0].get("of", "monthly") == "monthly"
    return text_of(spec.kind, found[0].get("pct") if is_share else None)


def _inherited_cap(package: Tree, spec: Spec) -> Any:
    text = _of_caps(at(package, "remedy_rules.caps"), spec)
    return None if text in (None, NONE) else plain(spec.kind, str(text))


def _set_cap(doc: Tree, spec: Spec, value: Any, package: Tree) -> None:
    per = spec.path.rpartition(".")[2]
    caps = at(doc, "remedy_rules.caps")
    if not isinstance(caps, list):
        caps = list(at(package, "remedy_rules.caps") or ())
    kept = [row for row in caps if not (isinstance(row, dict) and row.get("per") == per)]
    mine = [] if value is None else [{"per": per, "pct": value, "of": "monthly"}]
    put(doc, "remedy_rules.caps", mine + kept if per == "month" else kept + mine)


def _of_channels(doc: Tree, package: Tree) -> str | None:
    own = {**dict(rows(package, "intake.channels")), **dict(rows(doc, "intake.channels"))}
    return ", ".join(name for name, row in own.items() if not isinstance(row, dict) or row.get("counts") is not False)


def _set_channels(doc: Tree, text: str, package: Tree) -> None:
    wanted = [one for one in (part.strip() for part in text.split(",")) if one]
    inherited = dict(rows(package, "intake.channels"))
    for name in dict.fromkeys([*inherited, *(key for key, _ in rows(doc, "intake.channels")), *wanted]):
        path = f"intake.channels.{name.replace('.', '_')}"
        if (at(inherited.get(name), "counts") is not False if name in inherited else None) == (name in wanted):
            drop(doc, f"{path}.counts")
        else:
            put(doc, f"{path}.counts", name in wanted)
