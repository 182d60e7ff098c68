"""What would be changed in a draft, clause by clause and in the contract's own sentences."""

from django.utils.translation import gettext as _

from gwarant.pictures.clauses import Draft, draft_of, text_in_words, titles_of
from gwarant.pictures.clauses.kinds import NONE
from gwarant.pictures.clauses.places import place_in_text
from gwarant.sla.contract.model import Contract
from gwarant.sla.problem import InputError
from gwarant.web.contracts.merging import Rows
from gwarant.web.contracts.told import changes_between


def clauses_changed(before: Draft, after: Draft, lang: str) -> Rows:
    """The clauses for which something else holds: title, before and after in words.

    Where the same holds in a place, who says it: the contract itself, or what it rests on.
    """
    titles = titles_of(before, lang) | titles_of(after, lang)
    told = {path for path in titles if _is_other(before, after, path) and not _is_void(before, after, path)}
    places = [_place(before, after, path) for path in told]
    rows = []
    for path, title in titles.items():
        place = _place(before, after, path)
        if path in told:
            rows.append((title, _said(before, after, path, lang), _said(after, before, path, lang)))
        elif _is_said_elsewhere(before, after, path) and not any(one[: len(place)] == place for one in places):
            places.append(place)
            rows.append((title, _spoken(before, path, lang), _spoken(after, path, lang)))
    return rows


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


def sentences_changed(before: Contract | None, after: Contract | None, lang: str) -> Rows:
    """The contract's sentences that differ, where both texts can be read as a contract."""
    return changes_between(before, after, lang, with_days=True) if before is not None and after is not None else []


def _is_other(before: Draft, after: Draft, path: str) -> bool:
    """Whether something else holds; a clause that one has not says there what holds when nothing is said."""
    held = [one.holds(path) for one in (before, after)]
    spoken = {(before if path in before.clauses else after).clauses[path].otherwise, ""}
    is_in_both = path in before.clauses and path in after.clauses
    return held[0] != held[1] and (is_in_both or not set(held) <= spoken)


def _is_void(before: Draft, after: Draft, path: str) -> bool:
    """Whether the clause comes or goes with the whole part that it belongs to, of which another clause tells."""
    head = before.head_of(path) or after.head_of(path)
    return bool(head) and before.is_without(head) != after.is_without(head)


def _is_said_elsewhere(before: Draft, after: Draft, path: str) -> bool:
    is_in_both = path in before.clauses and path in after.clauses
    return is_in_both and (path in before.stated) != (path in after.stated) and not _is_void(before, after, path)


def _place(before: Draft, after: Draft, path: str) -> tuple[str, ...]:
    """Where the clause stands in the text; the halves of a pair stand in one place."""
    return tuple(place_in_text((after if path in after.clauses else before).clauses[path]))


def _said(draft: Draft, other: Draft, path: str, lang: str) -> str:
    """What holds for the clause, in words; the YAML of what has none."""
    if path in draft.locked:
        return draft.locked[path]
    held = draft.holds(path)
    if path in draft.clauses:
        return text_in_words(draft, path, held, lang)
    return text_in_words(other, path, NONE, lang) if other.clauses[path].may_be_none else ""


def _spoken(draft: Draft, path: str, lang: str) -> str:
    """The same, and who says it."""
    said = {"said": _said(draft, draft, path, lang) or _("nothing")}
    if path in draft.stated:
        return _("%(said)s, said by this contract itself") % said
    return _("%(said)s, as usual") % said
