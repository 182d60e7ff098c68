"""What a month still lacks, in words."""

from django.utils.translation import gettext as _

from gwarant.reports.missing import Lack, Missing


def words_of(one: Missing) -> str:
    """One thing that is missing and who is to answer, in the language that is active."""
    said = {"ticket": one.ticket, "who": one.who}
    if one.what is Lack.PAUSE:
        return _("%(ticket)s: %(who)s has not said whether a pause counts.") % said
    if one.what is Lack.CAUSE:
        cause = _("%(ticket)s: nobody has written why a deadline was missed.") % said
        return f"{cause} {_('To answer: %(who)s.') % said}" if one.who else cause
    if one.what is Lack.APPROVAL:
        return _("A correction of availability waits for a second person of us.")
    return _("A correction of availability waits for %(who)s.") % said
