"""What the house is told: of a prober that is silent or fails all it looks at, of a certificate that ends."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gwarant.monitoring.called import called
from gwarant.notify.letter import Letter
from gwarant.notify.told import Told, registry
from gwarant.pictures.words import dated, minute

LAST = 2**34  # UTC seconds: a certificate may say anything


@dataclass(frozen=True, kw_only=True)
class _OfProber(Told):
    """`place` is its name and `key` its key, `monitors` how many are looked at from there, `others` who else looks.

    `elsewhere` of the monitors are seen by a prober at another place.
    """

    place: str = ""
    key: str = ""
    prober: int = 0
    monitors: int = 0
    others: int = 0
    elsewhere: int = 0

    @property
    def path(self) -> str:
        return f"/desk/places/{self.key}" if self.key else "/desk/places"

    def said(self, sentence: str, **other: object) -> str:
        return super().said(sentence, place=called(self.key, self.place), **other)


@dataclass(frozen=True, kw_only=True)
class ProberSilent(_OfProber):
    """With `together` it is one of so many, all that there are: what they have in common is our own server."""

    code = "prober_silent"
    minutes: int = 0
    together: int = 0

    def letter(self, lang: str) -> Letter:
        return self._of_all() if self.together else self._of_one()

    def _of_all(self) -> Letter:
        return Letter(
            self.said(_("None of our %(together)d probers is heard")),
            (
                _("That is more likely our own server, or the way to it, than all of them at once."),
                _("What they see meanwhile they hand over when they are heard again."),
            ),
            path="/desk/places",
            action=_("See how it goes"),
            tone="breached",
            is_alarm=True,
        )

    def _of_one(self) -> Letter:
        heard = ngettext(
            "It has not been heard of for %(minutes)d minute.",
            "It has not been heard of for %(minutes)d minutes.",
            self.minutes,
        )
        return Letter(
            self.said(_("The prober at %(place)s is silent")),
            (self.said(heard), *self._means(), _("What it sees meanwhile it hands over when it is back.")),
            path=self.path,
            action=_("See how it goes"),
            tone="breached",
            is_alarm=True,
        )

    def _means(self) -> Iterator[str]:
        if self.others:
            yield _("Another prober there has taken over what it looked at.")
            return
        unseen = self.monitors - self.elsewhere
        if unseen:
            sentence = ngettext(
                "%(unseen)d monitor is looked at from nowhere else: how it stands is unknown, not up.",
                "%(unseen)d monitors are looked at from nowhere else: how they stand is unknown, not up.",
                unseen,
            )
            yield self.said(sentence, unseen=unseen)
        if self.elsewhere:
            sentence = ngettext(
                "%(elsewhere)d monitor is still seen from another place.",
                "%(elsewhere)d monitors are still seen from another place.",
                self.elsewhere,
            )
            yield self.said(sentence)


@dataclass(frozen=True, kw_only=True)
class ProberBack(_OfProber):
    """`together` counts the others that were told with it."""

    code = "prober_back"
    together: int = 0

    def letter(self, lang: str) -> Letter:
        told = _("What it saw meanwhile counts; what nobody looked at stays unknown.")
        if self.together:
            return Letter(self.said(_("Our probers are heard again")), (told,), path="/desk/places")
        return Letter(self.said(_("The prober at %(place)s is back")), (told,), path=self.path)


@dataclass(frozen=True, kw_only=True)
class ProberFails(_OfProber):
    code = "prober_fails"

    def letter(self, lang: str) -> Letter:
        return Letter(
            self.said(_("Nearly all that the prober at %(place)s looks at fails at once")),
            (
                _("That is more likely on our side than on everybody’s: what it sees is kept as unknown, not as down."),
                _("Look at its network, its name server and its machine; if all of it is down indeed, act on that."),
            ),
            path=self.path,
            action=_("See how it goes"),
            tone="breached",
            is_alarm=True,
        )


@dataclass(frozen=True, kw_only=True)
class ProberSees(_OfProber):
    code = "prober_sees"

    def letter(self, lang: str) -> Letter:
        told = _("What it finds down from now on is down.")
        return Letter(self.said(_("The prober at %(place)s reaches its targets again")), (told,), path=self.path)


@dataclass(frozen=True, kw_only=True)
class CertificateEnds(Told):
    """Whose it is by `name`; the first monitors that it is `shown_to`, of `count`; `monitor`: the first's number."""

    code = "certificate_ends"
    name: str = ""
    customer: str = ""
    shown_to: tuple[str, ...] = ()
    count: int = 0
    monitor: int = 0
    ends_at: int = 0
    days: int = 0
    zone: str = "UTC"

    def letter(self, lang: str) -> Letter:
        left = ngettext(
            "The certificate of %(name)s ends in %(days)d day",
            "The certificate of %(name)s ends in %(days)d days",
            self.days,
        )
        ends = dated(minute(min(self.ends_at, LAST)), self.zone, lang)
        rest = self.count - len(self.shown_to)
        more = ngettext("and %(rest)d more", "and %(rest)d more", rest) % {"rest": rest} if rest > 0 else ""
        lines = (
            self.said(_("After %(ends)s nobody trusts it, and what asks for it is down."), ends=ends),
            _("Have it renewed, and see that the server shows the new one."),
            _("One that renews itself should have done so by now."),
            self.said(_("It is shown to these monitors of %(customer)s:")),
            *self.shown_to,
            more,
        )
        return Letter(
            self.said(left if self.days > 0 else _("The certificate of %(name)s ends within a day")),
            tuple(line for line in lines if line),
            path=f"/desk/monitors/{self.monitor}" if self.monitor else "/desk/monitors",
            action=_("See the certificate"),
            tone="at_risk",
        )


TOLD = registry(ProberSilent, ProberBack, ProberFails, ProberSees, CertificateEnds)
