"""What is typed to ask for a correction, and to refuse one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gwarant.accounts.models import User
from gwarant.monitoring.corrections.asking import REQUIRED, NotAsked, Promised, drafted
from gwarant.monitoring.corrections.letters import reason_words
from gwarant.monitoring.corrections.models import AGAINST_US, COUNTS_AGAIN, TAKEN_BACK, WAS_DOWN, Correction
from gwarant.monitoring.maintenance.models import Maintenance
from gwarant.monitoring.objections.models import Objection
from gwarant.sla.availability.exclusions import MAINTENANCE, needs_consent
from gwarant.sla.bounds import is_kept
from gwarant.web.corrections.words import refusals
from gwarant.web.typed import WordsField

WRITTEN = _("Write the moment as 2026-10-24 22:00.")


def moment_field(label: Any) -> forms.DateTimeField:
    """A moment to the minute, in the reader's zone."""
    return forms.DateTimeField(
        label=label,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": WRITTEN, "required": WRITTEN},
    )


@dataclass(frozen=True)
class Start:
    """What a correction begins with: a window, time that was left out, or what a client objects to."""

    window: Maintenance | None = None
    excluded: Correction | None = None
    answers: Objection | None = None


class CorrectionForm(forms.Form):
    """From when to when, why, and what shows it; `draft` is what would be asked for."""

    begins = moment_field(pgettext_lazy("time", "From"))
    ends = moment_field(pgettext_lazy("time", "To"))
    reason = forms.ChoiceField(
        label=_("What is to be corrected"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose the reason.")},
    )
    text = WordsField(
        label=_("In words"),
        help_text=_("What happened, and why it shall count otherwise. Both sides read it."),
        error_messages={"required": _("Please say why: both sides read it.")},
    )
    shown = WordsField(
        label=_("What shows it"), required=False, help_text=_("A ticket, a document, a link: where anybody can look.")
    )

    def __init__(self, data: Any = None, *, about: Promised, start: Start, by: User, now: datetime) -> None:
        super().__init__(data, initial=_initial(start))
        self.about, self.start, self.by, self.now = about, start, by, now
        self.draft: Correction | None = None
        reasons = self._reasons()
        self.fields["reason"].choices = [(one, self._words(one)) for one in reasons]  # type: ignore[attr-defined]
        is_asked = about.promise.decided.evidence == REQUIRED and not set(reasons) <= {*AGAINST_US, MAINTENANCE}
        self.fields["shown"].required = is_asked
        self.fields["shown"].error_messages["required"] = refusals()["unshown"][1]
        for name in ("begins", "ends") if start.excluded else ():
            self.fields[name].disabled = True  # the whole of it counts again

    def _reasons(self) -> list[str]:
        """Those that fit: what a client objects to is accepted by what makes no figure better for us."""
        start = self.start
        if start.excluded is not None:
            return [COUNTS_AGAIN]
        if start.window is not None:
            return [TAKEN_BACK] if start.answers else [MAINTENANCE, TAKEN_BACK]
        return [WAS_DOWN] if start.answers else [*self.about.reasons, WAS_DOWN]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        for name in ("begins", "ends"):
            if told.get(name) and not is_kept(told[name]):
                self.add_error(name, WRITTEN)
        if self.errors:
            return told
        try:
            self.draft = drafted(
                self.about,
                told["begins"],
                told["ends"],
                reason=told["reason"],
                text=told["text"],
                shown=told["shown"],
                window=self.start.window,
                excluded=self.start.excluded,
                answers=self.start.answers,
                by=self.by,
                now=self.now,
            )
        except NotAsked as refused:
            self.add_error(*refusals()[str(refused)])
        return told

    def _words(self, reason: str) -> Any:
        words = reason_words(reason)
        if reason in AGAINST_US or not needs_consent(self.about.promise, reason):
            return words
        return _("%(why)s (the client has to agree)") % {"why": words}


class RefusalForm(forms.Form):
    """Why it is refused."""

    text = WordsField(label=_("Why not"), required=False, widget=forms.Textarea(attrs={"rows": 2}))


def _initial(start: Start) -> dict[str, Any]:
    stretch = start.excluded or start.answers
    if start.window is not None:
        window = start.window
        reason = TAKEN_BACK if start.answers else MAINTENANCE
        return {"begins": window.start_at, "ends": to_the_minute(window.until), "reason": reason, "shown": window.text}
    if stretch is None:
        return {}
    reason = COUNTS_AGAIN if start.excluded else WAS_DOWN
    ends = stretch.end_at if start.excluded else to_the_minute(stretch.end_at)
    return {
        "begins": stretch.start_at,
        "ends": ends,
        "reason": reason,
        "shown": start.answers.shown if start.answers else "",
    }


def to_the_minute(moment: datetime) -> datetime:
    """To the full minute, as it is typed."""
    return moment + timedelta(seconds=-moment.timestamp() % 60)
