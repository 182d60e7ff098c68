"""What people are told of mailboxes that cannot be read."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from gwarant.intake.mailboxes.failure import sentence
from gwarant.notify.letter import Letter
from gwarant.notify.told import Told, registry


@dataclass(frozen=True, kw_only=True)
class MailboxFails(Told):
    code = "mailbox_fails"
    name: str = ""
    address: str = ""
    failure: str = "failed"
    called: str = ""
    minutes: int = 0

    def letter(self, lang: str) -> Letter:
        lines = [
            self.said(_("For %(minutes)d minutes no mail could be read from “%(name)s” (%(address)s).")),
            sentence(self.failure, lang),
        ]
        if self.called:
            lines.append(self.said(_("The other side calls it: %(called)s."), called=self.called.rstrip(". ")))
        lines.append(_("What customers write lies there meanwhile, and is read when it works again; their clocks run."))
        return Letter(
            self.said(_("The mailbox %(name)s cannot be read")),
            tuple(lines),
            path="/desk/mail/boxes",
            action=_("See how it goes, and try it"),
            tone="breached",
            is_alarm=True,
        )


@dataclass(frozen=True, kw_only=True)
class MailboxWorks(Told):
    code = "mailbox_works"
    name: str = ""
    address: str = ""

    def letter(self, lang: str) -> Letter:
        told = self.said(_("What had come to %(address)s meanwhile was read; its clocks count from when it came."))
        return Letter(self.said(_("The mailbox %(name)s is read again")), (told,))


TOLD = registry(MailboxFails, MailboxWorks)
