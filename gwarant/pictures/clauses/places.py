"""Where a clause stands in the document: what the form shows of it, and how an answer is written there."""

from typing import Any

from gwarant.pictures.clauses.kinds import NONE, plain, text_of, words_of
from gwarant.pictures.clauses.spec import Spec
from gwarant.pictures.clauses.tree import Tree, at, drop, has, key_in, keys_in, put, rows

_PER = ("month", "contract_year")
ONBOARDING = {"targets": "report_only", "remedies": "none"}


def is_stated(doc: Tree, spec: Spec) -> bool:
    """Whether the document says anything about the clause, be it what the form cannot show."""
    if spec.how == "cap":
        return at(doc, "remedy_rules.caps") is not None
    if spec.how == "channels":
        return has(doc, "intake.channels")
    if spec.how == "pair":
        place, key = _half(spec)
        own = at(doc, place)
        return key in own if isinstance(own, dict) else has(doc, place)
    return has(doc, spec.path) or at(doc, spec.path) is not None or _taken_away(doc, spec)


def is_null(doc: Tree, spec: Spec) -> bool:
    """Whether the document says null there."""
    return has(doc, spec.path) and at(doc, spec.path) is None


def shown(doc: Tree, spec: Spec, inherited: Tree) -> str | None:
    """What the form shows for the clause; None when the document is silent, or says what a form cannot show."""
    if _taken_away(doc, spec):
        return NONE
    match spec.how:
        case "pair":
            place, key = _half(spec)
            pair = _pair(doc, place)
            text = None if pair is None else text_of(spec.kind, pair.get(key))
            return _unsaid(spec, inherited) if text is None and is_half_unsaid(doc, spec) else text
        case "row":
            return _of_row(at(doc, spec.path)) if has(doc, spec.path) else None
        case "bound":
            value = at(doc, spec.path)
            is_least = isinstance(value, dict) and set(value) == {"ge"}
            return text_of(spec.kind, value["ge"] if is_least else None)
        case "cap":
            return _of_caps(at(doc, "remedy_rules.caps"), spec)
        case "channels":
            return _of_channels(doc, inherited) if has(doc, "intake.channels") else None
    return text_of(spec.kind, at(doc, spec.path))


def write(doc: Tree, spec: Spec, text: str, is_read: bool, inherited: Tree) -> None:
    """Set the clause; what could not be read is written as it was typed."""
    if text == NONE and spec.may_be_none:
        _take_away(doc, spec, inherited)
        return
    value = plain(spec.kind, text) if is_read else text
    match spec.how:
        case "pair":
            _set_pair(doc, spec, value, inherited)
        case "row":
            _set_row(doc, spec, text, value, inherited)
        case "bound":
            put(doc, spec.path, {"ge": value})
        case "cap":
            _set_cap(doc, spec, value, inherited)
        case "channels":
            _set_channels(doc, text, inherited)
        case _:
            put(doc, spec.path, value)


def erase(doc: Tree, spec: Spec, inherited: Tree) -> None:
    """Let what the text rests on speak for the clause again; a blank that nothing fills stays one."""
    match spec.how:
        case "pair":
            _set_pair(doc, spec, None, inherited)
        case "cap":
            _set_cap(doc, spec, _inherited_cap(inherited, spec), inherited)
            if at(doc, "remedy_rules.caps") == at(inherited, "remedy_rules.caps"):
                drop(doc, "remedy_rules.caps")
        case "row":
            if at(doc, spec.path) is None:
                drop(doc, spec.path)
        case _:
            if _taken_away(doc, spec):
                drop(doc, _place(spec))
            elif spec.is_blank and at(inherited, spec.path) is None and has(doc, spec.path):
                put(doc, spec.path, None)
            else:
                drop(doc, spec.path, inherited)


def settle(doc: Tree, inherited: Tree, touched: "set[str]", promises: dict[str, str]) -> None:
    """What follows from what was touched: a remedy falls with its promise, a phase has its effect and its first day.

    `promises`: the promise of each remedy.
    """
    for name, promise in promises.items():
        path, up = f"remedies.{key_in(name)}", f"availability.{key_in(promise)}"
        if f"{up}.target" in touched and is_gone(doc, inherited, up):
            drop(doc, path)
            if has(inherited, path) and not isinstance(at(doc, "remedies"), list):
                put(doc, path, None)
    phase = at(doc, "phases.onboarding")
    if (
        isinstance(phase, dict)
        and "every" not in phase
        and any(one.startswith("phases.onboarding.") for one in touched)
    ):
        _settle_phase(doc, phase)


def is_gone(doc: Tree, inherited: Tree, path: str) -> bool:
    """Whether neither the document nor what it rests on has the row, or the document takes it away."""
    return at(doc, path) is None and (has(doc, path) or not has(inherited, path))


def places_of(spec: Spec) -> tuple[str, ...]:
    """The part of the document that goes when the clause is answered with none, or with no."""
    return (_place(spec),) if spec.may_be_none or spec.how == "row" else ()


def is_half_unsaid(doc: Tree, spec: Spec) -> bool:
    """Whether the document has a pair in its short form, which leaves this half of it unsaid."""
    return spec.how == "pair" and spec.path != _half(spec)[0] and _is_short(at(doc, _half(spec)[0]))


def place_in_text(spec: Spec) -> list[str]:
    """The keys of what a clause shows and changes in the text."""
    if spec.how == "cap":
        return ["remedy_rules", "caps"]
    return keys_in(_half(spec)[0] if spec.how == "pair" else spec.path)


def covered(doc: Tree, spec: Spec) -> list[tuple[str, ...]]:
    """The places of the text that the clause shows whole."""
    keys = tuple(place_in_text(spec))
    match spec.how:
        case "pair" if isinstance(at(doc, _half(spec)[0]), dict):
            return [(*keys, _half(spec)[1])]
        case "row" if isinstance(at(doc, spec.path), (dict, list)):
            return []
        case "cap":
            caps = at(doc, "remedy_rules.caps") or ()
            return [keys] if all(isinstance(row, dict) and row.get("per") in _PER for row in caps) else []
        case "channels":
            return [(*keys, name, "counts") for name, _ in rows(doc, "intake.channels")]
    return [keys]


def _place(spec: Spec) -> str:
    """The part of the document that goes when the clause is answered with none."""
    if spec.how in ("cap", "pair", "row"):
        return spec.path
    return spec.path.rpartition(".")[0]


def _taken_away(doc: Tree, spec: Spec) -> bool:
    place = _place(spec)
    return spec.may_be_none and spec.how != "cap" and has(doc, place) and at(doc, place) is None


def _take_away(doc: Tree, spec: Spec, inherited: Tree) -> None:
    if spec.how == "cap":
        _set_cap(doc, spec, None, inherited)
        return
    place = _place(spec)
    drop(doc, place)
    if has(inherited, place) and not isinstance(at(doc, place.rpartition(".")[0]), list):
        put(doc, place, None)


def _set_pair(doc: Tree, spec: Spec, value: Any, inherited: Tree) -> None:
    """Set one half of a pair, such as a time and its calendar; None takes the inherited one."""
    place, key = _half(spec)
    own, below = at(doc, place), _pair(inherited, place) or {}
    if value is None and not (isinstance(own, dict) and isinstance(at(inherited, place), dict)):
        value = below.get(key)
    if isinstance(own, dict):
        own.pop(key, None) if value is None else own.update({key: value})
        if not own:
            drop(doc, place)
        return
    pair = {**below, **{name: one for name, one in (_pair(doc, place) or {}).items() if one is not None}, key: value}
    is_inherited = all(_same(pair.get(name), below.get(name)) for name in pair)
    if pair.get(_main(place)) is None or (is_inherited and own is not None):
        drop(doc, place)
        return
    if own is None and isinstance(at(inherited, place), dict):
        put(doc, place, {key: value})
    elif place.startswith("targets."):
        put(doc, place, [pair["value"], pair["calendar"]] if pair.get("calendar") else pair["value"])
    else:
        put(doc, place, {name: one for name, one in pair.items() if one} if pair.get("ends") else pair["length"])


def _main(place: str) -> str:
    return "value" if place.startswith("targets.") else "length"


def _of_row(value: Any) -> str:
    return str(value) if isinstance(value, str) else "no" if value is None else "yes"


def _half(spec: Spec) -> tuple[str, str]:
    place, _, key = spec.path.rpartition(".")
    if spec.text in ("calendar", "ends"):
        return place, key
    return spec.path, _main(spec.path)


def _pair(doc: Tree, place: str) -> dict[str, Any] | None:
    """Both halves; None for what is no pair."""
    value = at(doc, place)
    if isinstance(value, dict):
        return dict(value)
    names = ("value", "calendar") if place.startswith("targets.") else ("length", "ends")
    if isinstance(value, list):
        return dict(zip(names, value, strict=True)) if len(value) == 2 else None
    return {names[0]: value, names[1]: None}


def _unsaid(spec: Spec, inherited: Tree) -> str | None:
    """What the short form of a pair says of its other half, where the text that it rests on says otherwise."""
    below = (_pair(inherited, _half(spec)[0]) or {}).get(_half(spec)[1])
    return spec.otherwise or None if below not in (None, spec.otherwise) else None


def _is_short(value: Any) -> bool:
    return value is not None and not isinstance(value, (dict, list))


def _same(one: Any, other: Any) -> bool:
    return (one or "exact") == (other or "exact")


def _set_row(doc: Tree, spec: Spec, text: str, value: Any, inherited: Tree) -> None:
    if text == "yes":
        erase(doc, spec, inherited)
    elif text != "no":
        put(doc, spec.path, value)
    else:
        drop(doc, spec.path)
        if not isinstance(at(doc, spec.path.rpartition(".")[0]), list) and has(inherited, spec.path):
            put(doc, spec.path, None)


def _settle_phase(doc: Tree, phase: Tree) -> None:
    if "from" not in phase and "length" not in phase:
        if phase.get("effect") == ONBOARDING:
            drop(doc, "phases.onboarding")
        return
    if "from" not in phase and at(doc, "effective.from") is not None:
        put(doc, "phases.onboarding", {"from": at(doc, "effective.from"), **phase})
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


def _inherited_cap(inherited: Tree, spec: Spec) -> Any:
    text = _of_caps(at(inherited, "remedy_rules.caps"), spec)
    return None if text in (None, NONE) else plain(spec.kind, str(text))


def _set_cap(doc: Tree, spec: Spec, value: Any, inherited: Tree) -> None:
    per = spec.path.rpartition(".")[2]
    caps = at(doc, "remedy_rules.caps")
    if not isinstance(caps, list):
        caps = list(at(inherited, "remedy_rules.caps") or ())
    at_place = [number for number, row in enumerate(caps) if isinstance(row, dict) and row.get("per") == per]
    if value is not None and len(at_place) == 1:
        caps = [{**row, "pct": value} if number in at_place else row for number, row in enumerate(caps)]
        put(doc, "remedy_rules.caps", caps)
        return
    kept = [row for number, row in enumerate(caps) if number not in at_place]
    mine = [] if value is None else [{"per": per, "pct": value, "of": "monthly"}]
    put(doc, "remedy_rules.caps", mine + kept if per == "month" else kept + mine)


def _of_channels(doc: Tree, inherited: Tree) -> str | None:
    own = at(doc, "intake.channels")
    gone = {key for key, row in own.items() if row is None} if isinstance(own, dict) else set()
    found = {**dict(rows(inherited, "intake.channels")), **dict(rows(doc, "intake.channels"))}
    for name, row in rows(doc, "intake.channels"):
        below = at(inherited, f"intake.channels.{key_in(name)}")
        if isinstance(row, dict) and isinstance(below, dict) and "counts" not in row:
            found[name] = below
    counted = [name for name, row in found.items() if name not in gone and not _is_mute(row)]
    return ", ".join(counted)


def _is_mute(row: Any) -> bool:
    return isinstance(row, dict) and row.get("counts") is False


def _set_channels(doc: Tree, text: str, inherited: Tree) -> None:
    """Set whether each channel counts whose standing differs; all others stay as they are."""
    wanted = words_of(text)
    counted = (_of_channels(doc, inherited) or "").split(", ")
    below = dict(rows(inherited, "intake.channels"))
    for name in dict.fromkeys([*below, *(key for key, _ in rows(doc, "intake.channels")), *wanted]):
        path = f"intake.channels.{key_in(name)}"
        if (name in counted) == (name in wanted):
            continue
        if name in below and _is_mute(below[name]) == (name not in wanted):
            drop(doc, f"{path}.counts")
            if has(doc, path) and at(doc, path) is None:
                drop(doc, path)
        else:
            put(doc, f"{path}.counts", name in wanted)
