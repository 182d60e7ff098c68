"""The verdict of a month in a sentence or two, from its headline."""

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from gwarant.pictures.words import whole
from gwarant.reports.headline import Headline


def lead(head: Headline) -> str:
    """In the language that is active."""
    n, broken = head.judged, head.judged - head.met
    others = _beside(head)
    if not n and others:
        said = ""
    elif not n:
        said = _nothing_due(head)
    elif not broken:
        said = ngettext("The one ticket deadline was kept.", "All %(n)s ticket deadlines were kept.", n) % {
            "n": _whole(n)
        }
    elif n == 1:
        said = _("The one ticket deadline was broken.")
    else:
        kept = ngettext(
            "%(met)s of %(n)s ticket deadlines was kept", "%(met)s of %(n)s ticket deadlines were kept", head.met
        )
        lost = ngettext("%(broken)s was broken.", "%(broken)s were broken.", broken)
        kept %= {"met": _whole(head.met), "n": _whole(n)}
        said = f"{kept}, {lost % {'broken': _whole(broken)}}"
    n = head.could_not_check
    more = [ngettext("%(n)s could not be checked.", "%(n)s could not be checked.", n) % {"n": _whole(n)}]
    more = more if n else []
    more += [_("Availability is unknown.")] if head.undetermined else []
    more += [_("The month still runs.") if head.is_month else _("It still runs.")] if head.is_running else []
    return " ".join(one for one in (said, others, *more) if one)


def _nothing_due(head: Headline) -> str:
    if head.is_running:
        return _("No promise has fallen due yet.")
    return _("No promise fell due in this month.") if head.is_month else _("No promise fell due in this time.")


def _beside(head: Headline) -> str:
    """How the promises stand that are no ticket's, where there are any."""
    if not head.beside:
        return ""
    broken = head.beside - head.beside_met
    if broken:
        said = ngettext(
            "Of availability, measures and duties %(broken)s of %(n)s was broken.",
            "Of availability, measures and duties %(broken)s of %(n)s were broken.",
            broken,
        )
        return said % {"n": _whole(head.beside), "broken": _whole(broken)}
    return "" if head.judged else _("Of availability, measures and duties nothing was broken.")


def _whole(n: int) -> str:
    return whole(n, (get_language() or "en")[:2])
