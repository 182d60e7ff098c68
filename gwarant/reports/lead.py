"""The verdict of a month in a sentence or two, from its headline."""

from django.utils.translation import get_language

from gwarant.pictures.verdict import Outcome, verdict
from gwarant.reports.headline import Headline


def lead(head: Headline) -> str:
    """In the language that is active: what the report and the command say of the same month."""
    outcome = Outcome(
        met=head.met,
        judged=head.judged,
        could_not_check=head.could_not_check,
        beside=head.beside,
        beside_met=head.beside_met,
        unchecked_beside=head.unchecked_beside,
        undetermined=head.undetermined,
        unknown_in=tuple(head.unknown_in),
        is_month=head.is_month,
    )
    return verdict(outcome, (get_language() or "en")[:2], head.is_running)
