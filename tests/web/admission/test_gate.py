"""Who is let in, who waits and who is turned away."""

from collections.abc import Iterable
from io import BytesIO
from threading import Thread
from time import monotonic, sleep
from uuid import uuid4

from gwarant.monitoring.beats.asked import OK, Answer, Asked
from gwarant.web.admission.gate import SPARE, Gate, Limits, Refused, Turn
from gwarant.web.pings.serving import with_pings

LIMITS = Limits(work=4, wait=20, of_one=10, patience=30)


def entered(gate: Gate, whose: str, place: str = "", *, sends: bool = False) -> Turn:
    turn = gate.enter(whose, place or whose, sends=sends)
    assert isinstance(turn, Turn)
    return turn


def waiting(gate: Gate, *whose: str, sends: bool = False) -> list[Turn | Refused]:
    """Those requests come one after the other and wait, each in a thread of its own; what came of each so far."""
    came: list[Turn | Refused] = []
    for n, one in enumerate(whose):
        before = gate.count + len(came)
        Thread(target=lambda one=one, n=n: came.append(gate.enter(one, f"{one}{n}", sends=sends)), daemon=True).start()
        until(lambda before=before: gate.count + len(came) > before)
    return came


def until(holds: object, seconds: float = 10.0) -> None:
    ends = monotonic() + seconds
    while not holds():  # type: ignore[operator]
        assert monotonic() < ends, "it never came about"
        sleep(0.002)


def test_one_person_has_half_of_what_is_worked_on_and_others_pass_by_those_of_theirs_that_wait() -> None:
    gate = Gate(LIMITS)
    first = [entered(gate, "ben") for _ in range(2)]
    of_ben = waiting(gate, *["ben"] * 5)
    assert of_ben == []
    entered(gate, "olga")
    gate.leave(first[0])
    until(lambda: len(of_ben) == 1)
    assert isinstance(of_ben[0], Turn)


def test_beyond_their_limit_a_person_is_turned_away_at_once_and_what_is_typed_is_taken_longer() -> None:
    gate = Gate(LIMITS)
    for _ in range(2):
        entered(gate, "ben")
    waiting(gate, *["ben"] * 8)
    assert gate.enter("ben", "there") is Refused.PERSON
    waiting(gate, *["ben"] * 5, sends=True)
    assert gate.enter("ben", "there", sends=True) is Refused.PERSON
    assert isinstance(gate.enter("olga", "elsewhere"), Turn)


def test_when_all_is_full_what_is_typed_still_finds_room_and_a_thread_is_always_left() -> None:
    gate = Gate(LIMITS)
    for n in range(4):
        entered(gate, f"at work {n}")
    waiting(gate, *(f"person {n}" for n in range(15)))
    assert gate.enter("one more", "elsewhere") is Refused.FULL
    waiting(gate, *(f"writer {n}" for n in range(5)), sends=True)
    assert gate.enter("another writer", "elsewhere", sends=True) is Refused.FULL
    assert gate.count == LIMITS.inside
    assert LIMITS.threads >= LIMITS.inside + SPARE


def test_made_up_sessions_from_one_place_leave_room_for_other_places() -> None:
    gate = Gate(Limits(work=100, wait=20))
    for n in range(Limits(work=100, wait=20).of_place):
        entered(gate, f"made up {n}", "there")
    assert gate.enter("made up at last", "there") is Refused.PERSON
    assert isinstance(gate.enter("olga", "elsewhere"), Turn)


def test_who_waited_too_long_is_told_and_leaves_nothing_behind() -> None:
    gate = Gate(Limits(work=1, patience=0.01))
    turn = entered(gate, "ben")
    assert gate.enter("olga", "there") is Refused.WAITED
    assert gate.count == 1
    gate.leave(turn)
    gate.leave(turn)
    assert gate.count == 0
    entered(gate, "olga")


def test_an_answer_that_is_still_on_its_way_holds_a_thread_and_no_work() -> None:
    gate = Gate(Limits(work=1))
    turn = entered(gate, "ben")
    gate.rest(turn)
    entered(gate, "olga")
    assert gate.count == 2
    gate.leave(turn)
    assert gate.count == 1


def test_of_too_many_pings_the_rest_are_told_to_try_again_and_none_keeps_its_place() -> None:
    said: list[str] = []
    inner: list[Iterable[bytes]] = []

    def ask() -> Iterable[bytes]:
        environ = {"REQUEST_METHOD": "GET", "PATH_INFO": f"/ping/{uuid4()}", "REMOTE_ADDR": "192.0.2.7"}
        return pinged(environ | {"wsgi.input": BytesIO()}, lambda status, headers: said.append(status))

    def take(_asked: Asked) -> Answer:
        if not inner:
            inner.append(b"")  # the one that comes meanwhile is asked only once
            inner[0] = ask()
        return OK

    pinged = with_pings(lambda environ, start_response: [], take, most=1)
    assert list(ask()) == [b"OK"]
    assert list(inner[0]) == [b"not stored, try again"]
    assert list(ask()) == [b"OK"]
    assert said == ["503 Service Unavailable", "200 OK", "200 OK"]
