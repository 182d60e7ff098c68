"""The linter's findings in the reader's language."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from gwarant.contracts.linting import Checked
from gwarant.pictures.clauses.slips import RULES_PL
from gwarant.sla.problem import Problem, Severity
from gwarant.web.contracts.packages import titles
from gwarant.web.templatetags.look import lang

Said = tuple[int, str, str]  # line, what is wrong, how to mend it
OWN = ("contract", "notice", "length", "letters")  # said by this product, in the reader's language already


def to_mend(checked: Checked) -> list[Said]:
    """What must be mended before the contract can be offered."""
    return said(checked.stops)


def to_know(checked: Checked) -> list[Said]:
    """What somebody might be sorry for, and what the contract changes in its package."""
    kept = (one for one in checked.problems if one not in checked.stops and one.code != "override")
    return said(kept)


def said(problems: Iterable[Problem]) -> list[Said]:
    """Each finding as a line, a sentence and a mend; a place in a package is named instead of a line."""
    return [(0 if one.file else one.line, _what(one), _mend(one)) for one in problems]


def _what(problem: Problem) -> str:
    if problem.severity is Severity.BLANK:
        return f"{titles(lang()).get(problem.path, problem.path)}: {_message(problem)}"
    return f"{_place(problem)}{_message(problem)}"


def _place(problem: Problem) -> str:
    path = f"{problem.file} · {problem.path}" if problem.file else problem.path
    return f"{path}: " if path else ""


def _message(problem: Problem) -> str:
    if problem.severity is Severity.BLANK:
        return _("is to be filled in")
    if lang() == "pl" and problem.code not in OWN and problem.code in RULES_PL:
        return RULES_PL[problem.code].format(path=problem.path)
    return problem.message


def _mend(problem: Problem) -> str:
    if problem.severity is Severity.BLANK:
        return problem.path
    is_own = lang() == "en" or problem.code in OWN
    return problem.hint if is_own or problem.code not in RULES_PL else ""
