"""What a customer types about a ticket."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gwarant.tickets.classifying import class_is_theirs
from gwarant.tickets.dismissal import MISDIRECTED, SPAM
from gwarant.tickets.log import log_of
from gwarant.tickets.texts import SHORT
from gwarant.web.tickets.promising import class_choices
from gwarant.web.tickets.typed import FilingForm, TicketForm
from gwarant.web.typed import LineField, WordsField


class ReplyForm(FilingForm):
    """Words to the house."""

    text = WordsField(
        label=_("Message"),
        help_text=_("Our answer comes here and by e-mail."),
        error_messages={"required": _("Please write something, or send a file.")},
    )


class ConfirmationForm(FilingForm):
    """It works; a word of thanks or a remark may follow."""

    text = WordsField(label=_("A remark"), required=False)


class RefusalForm(FilingForm):
    """It is not fixed, and what is still wrong."""

    text = WordsField(
        label=_("What is still wrong?"),
        error_messages={"required": _("Please say or show what is still wrong, so that we can find it.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.need_words(self.ticket.spoken_at is None)  # else they have written what is wrong already


class ReopeningForm(FilingForm):
    """It came back."""

    text = WordsField(
        label=_("What happened again?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Please say or show what happened again.")},
    )


class DecisionForm(TicketForm):
    """Yes or no to a pause."""

    approved = forms.ChoiceField(
        label=_("Do you agree?"),
        choices=[("yes", _("Yes, the clocks may be paused")), ("no", _("No, the time counts"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose yes or no.")},
    )
    reason = LineField(label=_("A remark"), max_length=SHORT, required=False)


class ClassForm(TicketForm):
    """How bad it is, with what each class promises; nothing is chosen beforehand. Another class needs a reason."""

    class_id = forms.ChoiceField(
        label=_("How bad is it?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose how bad it is.")},
    )
    reason = LineField(
        label=_("Why"),
        max_length=SHORT,
        error_messages={"required": _("Please say why the class changes.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        at = self.now or self.ticket.changed_at
        choices = class_choices(self.ticket.version, self.ticket.reported_at, self.ticket.channel, at)
        self.fields["class_id"].choices = choices  # type: ignore[attr-defined]
        self.fields["reason"].required = class_is_theirs(log_of(self.ticket))


class NotOursForm(TicketForm):
    """It is no report of the customer's, and why."""

    reason = forms.ChoiceField(
        label=_("What is it?"),
        widget=forms.RadioSelect,
        choices=[(SPAM, _("Spam or an advertisement")), (MISDIRECTED, _("Meant for somebody else"))],
        error_messages={"required": _("Please say what it is.")},
    )
    text = WordsField(
        label=_("How do you know that it is not yours?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Then nothing of it counts, also no delay of ours, and no month names it as your report."),
        error_messages={"required": _("Please say in a few words why it is not yours.")},
    )


class WithdrawalForm(TicketForm):
    """The report is taken back."""

    text = WordsField(
        label=_("Why do you withdraw it?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Such as: it was our own mistake, it is no longer needed."),
        error_messages={"required": _("Please say why, in a few words.")},
    )
