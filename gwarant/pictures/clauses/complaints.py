"""What is wrong with the answers, clause by clause: slips of typing first, then what the contract as a whole lacks."""

from collections.abc import Iterator
from dataclasses import dataclass

from gwarant.packages import library as shipped
from gwarant.pictures.clauses.package import document_of
from gwarant.pictures.clauses.slip import Slip
from gwarant.pictures.clauses.slips import MESSAGES_PL, RULES_PL, SLIPS
from gwarant.pictures.clauses.spec import every, specs_of
from gwarant.pictures.clauses.systems import SHORT_NAME, shape_of
from gwarant.pictures.clauses.tree import at
from gwarant.pictures.clauses.writing import Answers, answer, compose, document
from gwarant.sla.contract.lint import lint
from gwarant.sla.contract.merge import Library
from gwarant.sla.contract.parse import parse
from gwarant.sla.problem import InputError, Problem, Severity

LONGEST_QUOTE = 60
_BEGINS, _LASTS = "phases.onboarding.from", "phases.onboarding.length"
_NUMBER = "1"  # stands for the contract's number, which is not a clause


@dataclass(frozen=True)
class Complaint:
    """One thing that is wrong: the clause it belongs to ("" for the whole), how grave it is, what to do."""

    path: str
    severity: Severity
    sentence: str


def problems(
    package: str, answers: Answers, lang: str, *, base: str = "", library: Library | None = None
) -> dict[str, list[str]]:
    """The sentences of `complaints` by clause, "" for what belongs to none."""
    found: dict[str, list[str]] = {}
    for one in complaints(package, answers, lang, base=base, library=library):
        told = found.setdefault(one.path, [])
        if one.sentence not in told:
            told.append(one.sentence)
    return found


def complaints(
    package: str, answers: Answers, lang: str, *, base: str = "", library: Library | None = None
) -> tuple[Complaint, ...]:
    """Everything that is wrong with the answers; blanks and warnings too, so that a draft can be kept with them."""
    try:
        own = document(base)
    except InputError as error:
        return tuple(Complaint("", one.severity, _sentence(one, lang)) for one in error.problems)
    specs = tuple(every(specs_of(shape_of(document_of(package, library), answers, own))))
    slips = [one for spec in specs if (one := _slip(spec.path, answer(spec, answers.get(spec.path, ""))[1], lang))]
    slips += list(_short_names(tuple(spec.path for spec in specs), lang))
    wrong = {one.path for one in slips}
    read = {path: text for path, text in answers.items() if path not in wrong}
    if _told(read, _BEGINS) and not (_told(read, _LASTS) or _LASTS in wrong or at(own, _LASTS)):
        slips.append(Complaint(_LASTS, Severity.ERROR, SLIPS[lang]["onboarding"]))
        wrong, read = wrong | {_LASTS}, {**read, _BEGINS: ""}
    whole = _of_whole(package, read, lang, base, library, tuple(spec.path for spec in specs))
    return (*slips, *(one for one in whole if one.path not in wrong))


def clause_of(path: str, paths: tuple[str, ...]) -> str:
    """The clause whose path is the longest beginning of this one, else the nearest below it; "" for none."""
    parts = path.split(".")
    for end in range(len(parts), 0, -1):
        if (start := ".".join(parts[:end])) in paths:
            return start
    for end in range(len(parts), 1, -1):
        start = ".".join(parts[:end]) + "."
        if below := [one for one in paths if one.startswith(start)]:
            return below[0]
    return ""


def _told(answers: Answers, path: str) -> str:
    return answers.get(path, "").strip()


def _slip(path: str, slip: Slip | None, lang: str) -> Complaint | None:
    if slip is None:
        return None
    values = {key: _short(value) for key, value in slip.values.items()}
    return Complaint(path, Severity.ERROR, SLIPS[lang][slip.key].format(**values))


def _short_names(paths: tuple[str, ...], lang: str) -> Iterator[Complaint]:
    for path in paths:
        section, name, *rest = [*path.split("."), ""]
        if section == "services" and rest[0] == "name" and not SHORT_NAME.fullmatch(name):
            yield Complaint(path, Severity.ERROR, SLIPS[lang]["short_name"].format(text=_short(name)))


def _of_whole(
    package: str, answers: Answers, lang: str, base: str, library: Library | None, paths: tuple[str, ...]
) -> Iterator[Complaint]:
    shelf = shipped() if library is None else library
    text = compose(package, answers, number=_NUMBER, version=1, base=base, library=shelf)
    parsed = parse(text, "", shelf)
    for one in (*parsed.problems, *lint(parsed)):
        if one.severity is not Severity.NOTE:
            yield Complaint(clause_of(one.path, paths), one.severity, _sentence(one, lang))


def _sentence(problem: Problem, lang: str) -> str:
    """A problem of the language as a sentence; Polish knows the linter's by their rule."""
    if problem.severity is Severity.BLANK:
        return SLIPS[lang]["blank"]
    hint = f" ({problem.hint})" if problem.hint else ""
    message = f"{problem.message}{hint}".rstrip(".")
    if lang == "pl" and (own := RULES_PL.get(problem.code) or SLIPS["pl"].get(problem.code)):
        return own.format(path=_short(problem.path))
    if lang == "pl" and (said := [text for part, text in MESSAGES_PL.items() if part in message]):
        return said[0]
    return SLIPS[lang]["wrong"].format(message=message[:1].upper() + message[1:] if lang == "en" else message)


def _short(value: object) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= LONGEST_QUOTE else f"{text[: LONGEST_QUOTE - 1]}…"
