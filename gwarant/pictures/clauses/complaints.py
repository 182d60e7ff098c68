"""What is wrong with the answers, clause by clause: slips of typing first, then what the contract as a whole lacks."""

from collections.abc import Iterator
from dataclasses import dataclass

from gwarant.packages import library as shipped
from gwarant.pictures.clauses.draft import Draft, default_of
from gwarant.pictures.clauses.kinds import NONE
from gwarant.pictures.clauses.sheet import titles_of
from gwarant.pictures.clauses.slip import Slip
from gwarant.pictures.clauses.slips import MESSAGES_PL, PROVISIONS_PL, RULES_PL, SLIPS
from gwarant.pictures.clauses.systems import SHORT_NAME
from gwarant.pictures.clauses.tree import at, keys_in
from gwarant.pictures.clauses.writing import Answers, answer, changed, new_draft
from gwarant.sla.contract.lint import lint
from gwarant.sla.contract.merge import Library
from gwarant.sla.contract.parse import parse
from gwarant.sla.problem import Problem, Severity

LONGEST_QUOTE = 60
_BEGINS, _LASTS = "phases.onboarding.from", "phases.onboarding.length"
_NUMBER = "1"  # stands for the contract's number, which is not a clause


@dataclass(frozen=True)
class Complaint:
    """One thing that is wrong: the clause it belongs to ("" for the whole), how grave it is, what to do."""

    path: str
    severity: Severity
    sentence: str


def problems(package: str, answers: Answers, lang: str, *, library: Library | None = None) -> dict[str, list[str]]:
    """What is wrong with the answers to a new contract: sentences by clause, "" for what belongs to none."""
    draft, _ = new_draft(package, answers, number=_NUMBER, version=1, library=library)
    found: dict[str, list[str]] = {}
    for one in complaints(draft, answers, lang, library=library):
        told = found.setdefault(one.path, [])
        if one.sentence not in told:
            told.append(one.sentence)
    return found


def complaints(draft: Draft, touched: Answers, lang: str, *, library: Library | None = None) -> tuple[Complaint, ...]:
    """Everything that is wrong once these clauses are changed; a draft may be kept with blanks and warnings."""
    own = {path: text for path, text in touched.items() if path in draft.clauses}
    slips = [one for path, text in own.items() if (one := _slip(path, answer(draft.clauses[path], text)[1], lang))]
    slips += list(_short_names(tuple(draft.clauses), lang, draft))
    slips += list(_alone(draft, own, lang))
    wrong = {one.path for one in slips}
    read = {path: text for path, text in own.items() if path not in wrong}
    if _told(read, _BEGINS) and not (_told(read, _LASTS) or _LASTS in wrong or at(draft.own, _LASTS)):
        slips.append(Complaint(_LASTS, Severity.ERROR, SLIPS[lang]["onboarding"]))
        wrong.add(_LASTS)
        read.pop(_BEGINS)
    whole = _of_whole(draft, read, lang, library)
    return (*slips, *(one for one in whole if one.path not in wrong))


def clause_of(path: str, paths: tuple[str, ...]) -> str:
    """The clause whose path is the longest beginning of this one, else the nearest below it; "" for none."""
    parts, spoken = path.split("."), {".".join(keys_in(one)): one for one in reversed(paths)}
    for end in range(len(parts), 0, -1):
        if found := spoken.get(".".join(parts[:end])):
            return found
    for end in range(len(parts), 1, -1):
        start = ".".join(parts[:end]) + "."
        if below := [one for said, one in reversed(spoken.items()) if said.startswith(start)]:
            return below[0]
    return ""


def _told(answers: Answers, path: str) -> str:
    return answers.get(path, "").strip()


def _slip(path: str, slip: Slip | None, lang: str) -> Complaint | None:
    if slip is None:
        return None
    values = {key: _short(value) for key, value in slip.values.items()}
    return Complaint(path, Severity.ERROR, SLIPS[lang][slip.key].format(**values))


def _short_names(paths: tuple[str, ...], lang: str, draft: Draft) -> Iterator[Complaint]:
    """Names of new systems; what stands in a text already may be called as it is."""
    for path in paths if draft.is_new else ():
        section, name, *rest = [*keys_in(path), ""]
        if section == "services" and rest[0] == "name" and not SHORT_NAME.fullmatch(name):
            yield Complaint(path, Severity.ERROR, SLIPS[lang]["short_name"].format(text=_short(name)))


def _alone(draft: Draft, touched: Answers, lang: str) -> Iterator[Complaint]:
    """What would be said of a clause that says nothing, such as the calendar of no time."""
    for path, text in touched.items():
        spec = draft.clauses[path]
        is_half = spec.how == "pair" and spec.text in ("calendar", "ends")
        head = path.rpartition(".")[0] if is_half else draft.head_of(path)
        if text.strip() and head in draft.clauses and _says_nothing(draft, touched, head):
            title = titles_of(draft, lang)[head]
            yield Complaint(path, Severity.ERROR, SLIPS[lang]["alone"].format(text=_short(title)))


def _says_nothing(draft: Draft, touched: Answers, head: str) -> bool:
    spec = draft.clauses[head]
    if head not in touched:
        said = draft.stated.get(head, default_of(draft, spec))
    else:
        said = answer(spec, touched[head])[0] or default_of(draft, spec)
    return head not in draft.locked and said in ("", NONE, "no")


def _of_whole(draft: Draft, answers: Answers, lang: str, library: Library | None) -> Iterator[Complaint]:
    """What the whole lacks; errors that stood there before are nobody's of this form."""
    shelf = shipped() if library is None else library
    text, paths = changed(draft, answers), tuple(draft.clauses)
    before = {(one.path, one.code, one.message) for one in parse(draft.text, "", shelf).errors}
    parsed = parse(text, "", shelf)
    for one in (*parsed.problems, *lint(parsed)):
        is_old = one.severity is Severity.ERROR and (one.path, one.code, one.message) in before
        if one.severity is not Severity.NOTE and not is_old:
            yield Complaint(clause_of(one.path, paths), one.severity, _sentence(one, lang))


def _sentence(problem: Problem, lang: str) -> str:
    """A problem of the language as a sentence; Polish knows the linter's by their rule."""
    if problem.severity is Severity.BLANK:
        return SLIPS[lang]["blank"]
    hint = f" ({problem.hint})" if problem.hint else ""
    message = f"{problem.message}{hint}".rstrip(".")
    if lang == "pl" and (own := RULES_PL.get(problem.code) or SLIPS["pl"].get(problem.code)):
        law = "".join(said for part, said in PROVISIONS_PL.items() if part in message)
        return own.format(path=_short(problem.path)) + law
    if lang == "pl" and (said := [text for part, text in MESSAGES_PL.items() if part in message]):
        return said[0]
    return SLIPS[lang]["wrong"].format(message=message[:1].upper() + message[1:] if lang == "en" else message)


def _short(value: object) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= LONGEST_QUOTE else f"{text[: LONGEST_QUOTE - 1]}…"
