"""Who takes whose place on a ticket is no word of the customer, whoever writes it down."""

import pytest

from gwarant.sla.clocks.pauses import closes
from gwarant.sla.clocks.silence import is_word
from gwarant.sla.contract.model.desk import Pause, Trigger
from gwarant.sla.evidence.model import Kind, Role, TicketEvent


def left(by: Role = Role.CUSTOMER) -> TicketEvent:
    return TicketEvent(
        id="e", at=9, received=9, ticket="T", kind=Kind.LEFT, by=by, leaver="a", reporter="b", channel="portal"
    )


@pytest.mark.parametrize("by", [Role.CUSTOMER, Role.PROVIDER])
def test_that_a_reporter_left_ends_no_silence(by: Role):
    assert not is_word(left(by))


@pytest.mark.parametrize("stop", [Trigger.CLIENT_REPLY, Trigger.CONTACT])
def test_that_a_reporter_left_answers_no_question(stop: Trigger):
    assert not closes(Pause(id="p", start=Trigger.QUESTION_SENT, stop=stop), left())
