"""From answers to the YAML of a contract: a new one, or a text changed where somebody touched it."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import replace
from typing import Any

from gwarant.pictures.clauses.draft import Draft, default_of, draft_from, draft_of, package_draft
from gwarant.pictures.clauses.kinds import NONE, NONE_WORDS, Kind, read, words_of
from gwarant.pictures.clauses.package import document_of, reference_of
from gwarant.pictures.clauses.places import erase, places_of, settle, write
from gwarant.pictures.clauses.slip import Slip
from gwarant.pictures.clauses.spec import Spec
from gwarant.pictures.clauses.systems import add_system, begin_systems
from gwarant.pictures.clauses.tables import spoken
from gwarant.pictures.clauses.tree import Tree, at, has, key_in, put, rows, written
from gwarant.sla.contract.merge import Library
from gwarant.sla.contract.model import API_VERSION, Contract
from gwarant.sla.contract.plain import Figure
from gwarant.sla.contract.record import keys_of
from gwarant.sla.contract.splice import spliced

Answers = Mapping[str, str]


def compose(package: str, answers: Answers, *, number: str, version: int, library: Library | None = None) -> str:
    """YAML of a new contract over the package that states only what differs from it or was blank.

    What cannot be read is written as it was typed. ValueError for a package that is not there.
    """
    return new_draft(package, answers, number=number, version=version, library=library)[1]


def new_draft(
    package: str, answers: Answers, *, number: str, version: int, library: Library | None = None
) -> tuple[Draft, str]:
    """The draft that has the systems of the answers, and the text with all answers."""
    metadata = {"id": number or None, "version": Figure(str(version)), "status": "draft"}
    metadata["extends"] = reference_of(package, library)
    doc: Tree = {"apiVersion": API_VERSION, "kind": "Contract", "metadata": metadata}
    plan = document_of(package, library)
    begin_systems(doc, plan, answers)
    draft = replace(draft_from(written(doc), doc, plan), is_new=True)
    told = {path: text for path, text in answers.items() if path in draft.clauses and text.strip()}
    own = {path: text for path, text in told.items() if not _is_default(draft, path, text)}
    return draft, written(_changed(draft, own))


def changed(draft: Draft, touched: Answers) -> str:
    """The draft's text with these clauses set, and no letter of it changed elsewhere; CannotSplice."""
    doc = _changed(draft, touched)
    return written(doc) if draft.is_new else spliced(draft.text, doc)


def with_system(text: str, key: str, name: str, library: Library | None = None) -> str:
    """The text with one more system, and with what the package promises for each; CannotSplice, InputError."""
    draft = draft_of(text, library)
    doc = deepcopy(draft.own)
    add_system(doc, draft.inherited, key)
    put(doc, f"services.{key_in(key)}.name", name)
    return spliced(text, _in_order(doc))


def touched_in(draft: Draft, typed: Answers) -> dict[str, str]:
    """What was typed otherwise than the inputs showed it; what means the same is not touched."""
    return {path: text for path, text in typed.items() if path in draft.clauses and is_touched(draft, path, text)}


def is_touched(draft: Draft, path: str, text: str) -> bool:
    """Whether the text says something else than the input of the clause showed."""
    held, spec = draft.held(path), draft.clauses[path]
    if path in draft.locked or text == held:
        return False
    said, shown = meant(spec, text), meant(spec, held)
    is_none_anyway = draft.is_absent(path) or (spec.how == "cap" and default_of(draft, spec) == NONE)
    return bool(said != shown) and not (is_none_anyway and {said, shown} == {"", NONE})


def meant(spec: Spec, text: str) -> Any:
    """What a text says, however it is written."""
    told = answer(spec, text)[0]
    return set(filter(None, told.split(", "))) if spec.kind is Kind.MANY else told


def answers_of(yaml_text: str, library: Library | None = None) -> dict[str, str]:
    """What the contract states itself, as far as clauses can show it."""
    try:
        return dict(draft_of(yaml_text, library).stated)
    except ValueError:
        return {}


def normalised(package: str, answers: Answers, library: Library | None = None) -> dict[str, str]:
    """The answers that differ from the package, each in its one way of writing; what cannot be read as it is."""
    draft = package_draft(package, library)
    found = {path: answer(draft.clauses[path], text)[0] for path, text in answers.items() if path in draft.clauses}
    return {path: text for path, text in found.items() if text and text != default_of(draft, draft.clauses[path])}


def answer(spec: Spec, text: str) -> tuple[str, Slip | None]:
    """The answer in its one way of writing; as it was typed, with the reason, when it cannot be read."""
    told = text.strip()
    if spec.may_be_none and told.lower() in NONE_WORDS:
        return NONE, None
    if not told:
        return "", None
    try:
        return read(spec.kind, told, spec.choices, spoken(spec)), None
    except Slip as slip:
        return ", ".join(words_of(told)) if spec.kind is Kind.MANY else told, slip


def _is_default(draft: Draft, path: str, text: str) -> bool:
    """Whether it is what holds anyway and the text is silent."""
    spec = draft.clauses[path]
    return path not in draft.stated and meant(spec, text) == meant(spec, default_of(draft, spec))


def _changed(draft: Draft, touched: Answers) -> Tree:
    doc = deepcopy(draft.own)
    for path, spec in draft.clauses.items():
        if path in touched and path not in draft.locked and not _is_void(doc, draft, spec):
            _apply(doc, draft, spec, touched[path])
    promises = {name: promise for name, row in rows(draft.shape, "remedies")
                if isinstance(promise := at(row, "of.promise"), str)}  # fmt: skip
    settle(doc, draft.inherited, set(touched), promises)
    return _in_order(doc)


def _apply(doc: Tree, draft: Draft, spec: Spec, typed: str) -> None:
    text, slip = answer(spec, typed)
    row = ".".join(spec.path.split(".")[:2])
    if row in draft.absent and text not in ("", NONE):
        put(doc, row, deepcopy(at(draft.shape, row)))
    elif row in draft.absent:
        return
    if spec.kind is Kind.MANY and spec.how == "plain":
        _set_many(doc, draft, spec, text)
    elif text or spec.kind is Kind.MANY:
        write(doc, spec, text, slip is None, draft.inherited)
    else:
        erase(doc, spec, draft.inherited)


def _set_many(doc: Tree, draft: Draft, spec: Spec, text: str) -> None:
    """What is ticked, in the order in which it stands; the same as without own words takes these away."""
    wanted = words_of(text)
    below = at(draft.inherited, spec.path)
    if set(wanted) == set(below if isinstance(below, list) else ()):
        erase(doc, spec, draft.inherited)
        return
    own = at(doc, spec.path)
    kept = [one for one in (own if isinstance(own, list) else below or ()) if one in wanted]
    put(doc, spec.path, [*kept, *(one for one in wanted if one not in kept)])


def _is_void(doc: Tree, draft: Draft, spec: Spec) -> bool:
    """Whether the part that the clause belongs to was taken away."""
    for one in draft.specs:
        for place in places_of(one):
            if one is not spec and spec.path.startswith(f"{place}.") and has(doc, place) and at(doc, place) is None:
                return True
    return False


def _in_order(doc: Tree) -> Tree:
    """The document with new sections behind those that precede them in the language."""
    order = {key.name: number for number, key in enumerate(keys_of(Contract))}
    found: list[str] = []
    for key in doc:
        before = [place for place, one in enumerate(found) if order.get(one, 99) < order.get(key, 99)]
        found.insert(before[-1] + 1 if before and key in order else len(found), key)
    return {key: doc[key] for key in found}
