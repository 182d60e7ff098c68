"""Days and moments that people type: refused where they cannot be, asked about where they are odd, never lost."""

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gwarant.sla.bounds import Bounds, Standing, meant

SURE, ASKED = "sure", "sure_of"


class AskingForm(forms.Form):
    """A form that asks about an odd day: a box stands under what was typed, and ticking it says that it is right.

    A form looks at its days in `clean` and ends with `ask`.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._doubts: dict[str, list[str]] = {}
        if self.is_bound and self.add_prefix(ASKED) in self.data:
            self._show_the_box()

    @property
    def asks(self) -> bool:
        """Whether the box is there."""
        return SURE in self.fields

    def look_at(self, name: str, bounds: Bounds, today: date) -> None:
        """Refuse the day of that field, or doubt it, as the bounds say."""
        day = self.cleaned_data.get(name)
        if day is None:
            return
        standing = bounds.of(day, today)
        if standing.is_absurd:
            self.add_error(name, refusal(day, standing, bounds, today))
        elif standing.is_odd:
            self.doubt(name, oddity(day, standing))

    def doubt(self, name: str, words: str) -> None:
        """Ask whether what stands in the field is right; `words` say what is odd about it."""
        self._doubts.setdefault(name, []).append(words)

    def ask(self) -> None:
        """Put the questions, unless exactly these values were confirmed."""
        about = ";".join(f"{name}={self.data.get(self.add_prefix(name), '')}" for name in self._doubts)
        told = self.cleaned_data
        is_sure = bool(told.pop(SURE, False)) and told.get(ASKED) == about
        told.pop(ASKED, None)
        if not self._doubts or is_sure:
            return
        self._show_the_box()
        typed = self.data.lists() if isinstance(self.data, MultiValueDict) else ((k, [v]) for k, v in self.data.items())
        kept = {name: values for name, values in typed if name != self.add_prefix(SURE)}
        self.data = MultiValueDict({**kept, self.add_prefix(ASKED): [about]})
        for name, questions in self._doubts.items():
            for words in questions:
                self.add_error(
                    name, _("%(what)s If it is right, tick the box below and send it again.") % {"what": words}
                )

    def _show_the_box(self) -> None:
        self.fields[SURE] = forms.BooleanField(label=gettext_lazy("Yes, it is right"), required=False)
        self.fields[ASKED] = forms.CharField(required=False, widget=forms.HiddenInput)


def zone_note(zone: ZoneInfo, now: datetime) -> str:
    """Whose clocks a typed time is read from, where they are not the reader's; else empty."""
    if now.astimezone(zone).utcoffset() == now.astimezone(get_current_timezone()).utcoffset():
        return ""
    return _("Times here are those of the contract’s zone, %(zone)s.") % {"zone": zone.key}


def local_moment(on: date, at: time, zone: ZoneInfo) -> datetime | None:
    """The moment at which the clocks of the zone showed that, the first where they did twice; None where never."""
    local = datetime.combine(on, at, zone)
    moment = local.astimezone(UTC)
    is_there = moment.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None)
    return moment if is_there else None


def twice(moment: datetime, zone: ZoneInfo) -> str:
    """What is odd about a moment whose local time the clocks showed twice, of which it is the first; else empty."""
    local = moment.astimezone(zone)
    if local.utcoffset() == local.replace(fold=1).utcoffset():
        return ""
    told = {"time": f"{local:%H:%M}", "offset": f"{local:%z}"}
    return _("The clocks showed %(time)s twice that night; the first of the two is taken, %(offset)s from UTC.") % told


def refusal(day: date, standing: Standing, bounds: Bounds, today: date) -> str:
    """Why the day is refused, and what would be right."""
    told = {"day": day.isoformat()}
    probably = meant(day, today)
    if probably is not None and not bounds.of(probably, today).is_absurd:
        told["meant"] = probably.isoformat()
        if standing is Standing.TOO_OLD:
            return _("%(day)s lies too far back. Did you mean %(meant)s?") % told
        return _("%(day)s lies too far ahead. Did you mean %(meant)s?") % told
    if standing is Standing.TOO_OLD:
        told["first"] = bounds.oldest(today).isoformat()
        return _("%(day)s lies too far back. The first day that can stand here is %(first)s.") % told
    told["last"] = bounds.furthest(today).isoformat()
    return _("%(day)s lies too far ahead. The last day that can stand here is %(last)s.") % told


def oddity(day: date, standing: Standing) -> str:
    """What is odd about the day."""
    told = {"day": day.isoformat()}
    if standing is Standing.PAST:
        return _("%(day)s lies unusually far back.") % told
    return _("%(day)s lies unusually far ahead.") % told
