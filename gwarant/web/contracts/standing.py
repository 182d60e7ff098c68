"""Where a wording stands: a draft, offered, in force, over."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gwarant.contracts.models import ContractVersion, VersionStatus


@dataclass(frozen=True)
class Standing:
    """The word for it; `tone` where it deserves a face."""

    word: str
    tone: str = ""
    holds: bool = False
    is_over: bool = False


def standing_of(version: ContractVersion, now: datetime) -> Standing:
    """What to call the wording at this moment."""
    match VersionStatus(version.status):
        case VersionStatus.DRAFT:
            return Standing(_("Draft"))
        case VersionStatus.OFFERED:
            return Standing(_("Waits for acceptance"), "paused")
        case VersionStatus.WITHDRAWN:
            return Standing(pgettext("an offer", "Withdrawn"), is_over=True)
        case VersionStatus.DISCARDED:
            return Standing(pgettext("a draft", "Discarded"), is_over=True)
    return _accepted(version, now)


def _accepted(version: ContractVersion, now: datetime) -> Standing:
    start, end = version.holds_from_at, version.holds_to_at
    if start is not None and end is not None and end <= start:
        return Standing(_("Replaced before it began"), is_over=True)
    if start is not None and now < start:
        return Standing(_("Accepted, not yet in force"))
    if end is not None and end <= now:
        return Standing(_("No longer in force"), is_over=True)
    return Standing(_("In force"), "fine", holds=True)
