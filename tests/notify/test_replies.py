"""What another mail server answered says its code once."""

import pytest

from gwarant.notify.replies import as_said


@pytest.mark.parametrize(
    ("code", "said", "shown"),
    [
        ("5.1.1", "550 5.1.1 No such user", "550 5.1.1 No such user"),
        ("5.1.1", "550 5.1.10 No such user", "5.1.1 550 5.1.10 No such user"),
        ("5.1.1", "from 15.1.1.7: no", "5.1.1 from 15.1.1.7: no"),
        ("5.1.1", "Refused (5.1.1).", "Refused (5.1.1)."),
        ("5.1.1", "No such user", "5.1.1 No such user"),
        ("5.1.1", "", "5.1.1"),
        ("", "No such user", "No such user"),
        ("5.1.1", "550-5.1.1 No such user. 550-5.1.1 Look at 550 5.1.1 help", "550-5.1.1 No such user. Look at help"),
        ("5.1.1", "550 5.1.1 No. 550 5.1.10 either", "550 5.1.1 No. 550 5.1.10 either"),
    ],
)
def test_the_code_of_an_answer_stands_once(code: str, said: str, shown: str) -> None:
    assert as_said(code, said) == shown
