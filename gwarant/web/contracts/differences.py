"""What would be changed in a draft, clause by clause and in the contract's own sentences."""

from django.utils.translation import gettext as _

from gwarant.pictures.clauses import Draft, draft_of, sheet_of, text_in_words
from gwarant.sla.contract.model import Contract
from gwarant.sla.problem import InputError
from gwarant.web.contracts.merging import Rows
from gwarant.web.contracts.told import changes_between


def clauses_changed(before: Draft, after: Draft, lang: str) -> Rows:
    """The clauses that say something else: title, before and after in words."""
    titles = titles_of(before, lang) | titles_of(after, lang)
    return [(title, was, now) for path, title in titles.items()
            if (was := _said(before, path, lang)) != (now := _said(after, path, lang))]  # fmt: skip


def kept_words(base: str | None, theirs: str, who: str, lang: str) -> str:
    """Whose changes stay beside one's own, and in which clauses, as far as clauses show them."""
    try:
        rows = clauses_changed(draft_of(base), draft_of(theirs), lang) if base is not None else []
    except InputError:
        rows = []
    if not rows:
        return _("%(who)s changed this meanwhile, and it stays.") % {"who": who}
    clauses = ", ".join(title for title, _was, _now in rows)
    return _("%(who)s changed this meanwhile, and it stays: %(clauses)s.") % {"who": who, "clauses": clauses}


def titles_of(draft: Draft, lang: str) -> dict[str, str]:
    """The titles of a draft's clauses by path; what stands beside another has that one's title before its own."""
    found = {}
    for group in sheet_of(draft, lang):
        for clause in group.clauses:
            found[clause.path] = clause.title
            if clause.beside:
                found[clause.beside.path] = f"{clause.title}: {clause.beside.title}"
    return found


def sentences_changed(before: Contract | None, after: Contract | None, lang: str) -> Rows:
    """The contract's sentences that differ, where both texts can be read as a contract."""
    return changes_between(before, after, lang) if before is not None and after is not None else []


def _said(draft: Draft, path: str, lang: str) -> str:
    if path not in draft.clauses:
        return ""
    return draft.locked.get(path) or text_in_words(draft, path, draft.held(path), lang)
