"""What is typed to ask for a correction, and to refuse one."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gwarant.accounts.models import User
from gwarant.monitoring.corrections.asking import REQUIRED, NotAsked, Promised, drafted
from gwarant.monitoring.corrections.letters import reason_words
from gwarant.monitoring.corrections.models import TAKEN_BACK, WAS_DOWN, Correction
from gwarant.monitoring.maintenance.models import Maintenance
from gwarant.sla.availability.exclusions import MAINTENANCE, needs_consent
from gwarant.sla.bounds import is_kept
from gwarant.web.corrections.words import refusals
from gwarant.web.typed import WordsField

WRITTEN = _("Write the moment as 2026-10-24 22:00.")


def _moment(label: Any) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": WRITTEN, "required": WRITTEN},
    )


class CorrectionForm(forms.Form):
    """From when to when, why, and what shows it; `draft` is what would be asked for."""

    begins = _moment(pgettext_lazy("time", "From"))
    ends = _moment(pgettext_lazy("time", "To"))
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

    def __init__(
        self, data: Any = None, *, about: Promised, window: Maintenance | None, by: User, now: datetime
    ) -> None:
        super().__init__(data, initial=_initial(window))
        self.about, self.window, self.by, self.now = about, window, by, now
        self.draft: Correction | None = None
        own = [(one, self._words(one)) for one in about.reasons]
        if window is not None:
            own = [(one, words) for one, words in own if one == MAINTENANCE]
            own.append((TAKEN_BACK, reason_words(TAKEN_BACK)))
        else:
            own.append((WAS_DOWN, reason_words(WAS_DOWN)))
        self.fields["reason"].choices = own  # type: ignore[attr-defined]
        self.fields["shown"].required = about.promise.decided.evidence == REQUIRED and window is None
        self.fields["shown"].error_messages["required"] = refusals()["unshown"][1]

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
                window=self.window,
                by=self.by,
                now=self.now,
            )
        except NotAsked as refused:
            self.add_error(*refusals()[str(refused)])
        return told

    def _words(self, reason: str) -> Any:
        words = reason_words(reason)
        return (
            _("%(why)s (the client has to agree)") % {"why": words}
            if needs_consent(self.about.promise, reason)
            else words
        )


class RefusalForm(forms.Form):
    """Why it is refused."""

    text = WordsField(label=_("Why not"), required=False, widget=forms.Textarea(attrs={"rows": 2}))


def _initial(window: Maintenance | None) -> dict[str, Any]:
    if window is None:
        return {}
    end = window.until + timedelta(seconds=-window.until.timestamp() % 60)  # to the full minute, as it is typed
    return {"begins": window.start_at, "ends": end, "reason": MAINTENANCE, "shown": window.text}
