"""From answers to the YAML of a contract, and back."""

from collections.abc import Iterator, Mapping

from gwarant.pictures.clauses.figures import Figure
from gwarant.pictures.clauses.kinds import NONE, NONE_WORDS, read
from gwarant.pictures.clauses.package import document_of, reference_of
from gwarant.pictures.clauses.places import erase, is_gone, is_stated, places_of, settle, shown, write
from gwarant.pictures.clauses.slip import Slip
from gwarant.pictures.clauses.spec import Spec, every, specs_of
from gwarant.pictures.clauses.systems import add_systems, shape_of
from gwarant.pictures.clauses.tables import spoken
from gwarant.pictures.clauses.tree import Tree, at, has, plain_of, written
from gwarant.sla.contract.merge import Library
from gwarant.sla.contract.model import API_VERSION
from gwarant.sla.contract.nodes import compose as nodes_of
from gwarant.sla.problem import InputError, Problem

Answers = Mapping[str, str]


def compose(
    package: str, answers: Answers, *, number: str, version: int, base: str = "", library: Library | None = None
) -> str:
    """YAML of a contract over the package that states only what was changed or was blank.

    A clause that the answers leave out stays as `base` has it; a blank answer lets the package speak again.
    What cannot be read is written as it was typed. InputError when `base` is no document.
    """
    doc, plan = document(base), document_of(package, library)
    kept = doc["metadata"] if isinstance(doc.get("metadata"), dict) else {}
    now = {"id": number or None, "version": Figure(str(version)), "extends": reference_of(package, library)}
    metadata = {"id": None, "version": None, "status": "draft", **kept, **now}
    doc.update({"apiVersion": API_VERSION, "kind": "Contract", "metadata": metadata})
    shape = shape_of(plan, answers, doc)
    add_systems(doc, plan, shape, answers)
    specs = specs_of(shape)
    for spec in every(specs):
        if spec.path in answers and not _is_void(doc, spec, specs):
            _apply(doc, spec, answers[spec.path], shape, plan)
    settle(doc, plan)
    return written(doc)


def answers_of(yaml_text: str, library: Library | None = None) -> dict[str, str]:
    """What the form shows for the contract: what it states itself, each in its one way of writing."""
    try:
        doc = document(yaml_text)
        plan = document_of(str(at(doc, "metadata.extends")), library)
    except ValueError:
        return {}
    shape = shape_of(plan, {}, doc)
    return dict(_stated(doc, plan, shape))


def normalised(package: str, answers: Answers, library: Library | None = None) -> dict[str, str]:
    """The answers that differ from the package, each in its one way of writing; what cannot be read as it is."""
    plan = document_of(package, library)
    shape = shape_of(plan, answers, {})
    found = {}
    for spec in every(specs_of(shape)):
        text = answer(spec, answers.get(spec.path, ""))[0]
        if text and text != default_of(shape, spec):
            found[spec.path] = text
    return found


def document(text: str) -> Tree:
    """The document of a YAML text, an empty one for no text; InputError for what is no mapping of sections."""
    if not text.strip():
        return {}
    node = nodes_of(text)
    if not isinstance(node.value, dict):
        raise InputError([Problem("", node.line, node.column, "", "a contract is a mapping of sections")])
    found: Tree = plain_of(node)
    return found


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
        return told, slip


def default_of(shape: Tree, spec: Spec) -> str:
    """What holds when nothing is answered."""
    if spec.how == "row":
        return "yes" if at(shape, spec.path) is not None else "no"
    return shown(shape, spec) or spec.otherwise


def is_copy(plan: Tree, spec: Spec) -> bool:
    """Whether the clause is of a system, promise or remedy that the package itself does not have."""
    section, name, *_ = [*spec.path.split("."), ""]
    return section in ("services", "availability", "remedies") and not has(plan, f"{section}.{name}")


def _apply(doc: Tree, spec: Spec, typed: str, shape: Tree, plan: Tree) -> None:
    text, slip = answer(spec, typed)
    is_hidden = is_stated(doc, spec) and shown(doc, spec, plan) is None and not _is_null(doc, spec)
    default = default_of(shape, spec)
    if not text and is_hidden:
        return
    if is_copy(plan, spec) and spec.path.partition(".")[0] != "services":
        if has(doc, spec.path.rpartition(".")[0]) and (text or default):
            write(doc, spec, text or default, slip is None, plan)
    elif not text or text == default:
        erase(doc, spec, plan)
    else:
        write(doc, spec, text, slip is None, plan)


def _is_null(doc: Tree, spec: Spec) -> bool:
    return has(doc, spec.path) and at(doc, spec.path) is None


def _is_void(doc: Tree, spec: Spec, specs: tuple[Spec, ...]) -> bool:
    """Whether the part that the clause belongs to was taken away."""
    for one in specs:
        for place in places_of(one):
            if spec.path.startswith(f"{place}.") and one is not spec and has(doc, place) and at(doc, place) is None:
                return True
    return False


def _stated(doc: Tree, plan: Tree, shape: Tree) -> Iterator[tuple[str, str]]:
    for spec in every(specs_of(shape)):
        text = shown(doc, spec, plan)
        if is_copy(plan, spec) and spec.may_be_none and not has(doc, places_of(spec)[0]):
            text = NONE
        if text and text != default_of(shape, spec) and not _follows(doc, plan, shape, spec, text):
            yield spec.path, text


def _follows(doc: Tree, plan: Tree, shape: Tree, spec: Spec, text: str) -> bool:
    """Whether the value is no answer of its own, but follows from another."""
    if spec.path == "phases.onboarding.from":
        return bool(text == at(doc, "effective.from")) and at(doc, "phases.onboarding.length") is not None
    if spec.group != "remedies" or text != NONE or spec.how == "cap":
        return False
    promise = at(shape, f"{spec.path.rpartition('.')[0]}.of.promise")
    return isinstance(promise, str) and is_gone(doc, plan, f"availability.{promise}")
