"""Who is let in, who waits and who is turned away."""

from collections.abc import Iterable
from io import BytesIO
from threading import Thread
from time import monotonic, sleep
from uuid import uuid4

from gwarant.monitoring.beats.asked import OK, Answer, Asked
from gwarant.web.admission.arriving import Room
from gwarant.web.admission.gate import SPARE, Gate, Limits, Refused, Turn
from gwarant.web.pings.serving import with_pings

LIMITS = Limits(work=4, wait=20, of_one=10, patience=30)


def entered(gate: Gate, whose: str, place: str = "", *, sends: bool = False) -> Turn:
    turn = gate.enter(whose, place or whose, sends=sends)
    assert isinstance(turn, Turn)
    return turn


def waiting(gate: Gate, *whose: str, sends: bool = False, place: str = "") -> list[Turn | Refused]:
    """Those requests come one after the other and wait, each in a thread of its own; what came of each so far."""
    came: list[Turn | Refused] = []
    for n, one in enumerate(whose):
        before = gate.count + len(came)
        there = place or f"{one}{n}"
        Thread(
            target=lambda one=one, there=there: came.append(gate.enter(one, there, sends=sends)), daemon=True
        ).start()
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
    limits = Limits(work=8, wait=20)
    gate = Gate(limits)
    turns = [entered(gate, f"made up {n}", "there") for n in range(limits.of_place_at_work)]
    waiting(gate, *(f"made up {n} too" for n in range(limits.of_place - len(turns))), sends=True, place="there")
    assert gate.enter("made up at last", "there", sends=True) is Refused.PERSON
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


def test_who_waits_for_another_server_lets_others_go_on_and_then_comes_to_a_turn_again() -> None:
    gate = Gate(Limits(work=1))
    turn = entered(gate, "ben")
    gate.rest(turn)
    other = entered(gate, "olga")
    Thread(target=gate.resume, args=(turn,), daemon=True).start()
    assert not turn.is_on
    gate.leave(other)
    until(lambda: turn.is_on)
    gate.leave(turn)
    assert gate.count == 0


def test_of_too_many_pings_the_rest_are_told_to_try_again_and_none_keeps_its_place() -> None:
    said: list[str] = []
    noted: list[object] = []
    inner: list[Iterable[bytes]] = []

    def ask() -> Iterable[bytes]:
        environ = {"REQUEST_METHOD": "GET", "PATH_INFO": f"/ping/{uuid4()}", "REMOTE_ADDR": "192.0.2.7"}
        return pinged(environ | {"wsgi.input": BytesIO()}, lambda status, headers: said.append(status))

    def take(_asked: Asked) -> Answer:
        if not inner:
            inner.append(b"")  # the one that comes meanwhile is asked only once
            inner[0] = ask()
        return OK

    pinged = with_pings(
        lambda environ, start_response: [], take, lambda asked, place: noted.append(asked.code), Room(1, 1)
    )
    assert list(ask()) == [b"OK"]
    assert list(inner[0]) == [b"not stored, try again"]
    assert list(ask()) == [b"OK"]
    assert len(noted) == 1, "what its address says is kept"
    assert said == ["503 Service Unavailable", "200 OK", "200 OK"]


def test_a_ping_by_another_method_is_told_which_are_taken() -> None:
    def begun(status: str, headers: list[tuple[str, str]]) -> None:
        said.append((status, dict(headers).get("Allow")))

    said: list[tuple[str, str | None]] = []
    pinged = with_pings(lambda environ, start_response: [], lambda asked: OK, lambda asked, place: None)
    for method in ("PUT", "HEAD"):
        environ = {"REQUEST_METHOD": method, "PATH_INFO": f"/ping/{uuid4()}", "REMOTE_ADDR": "192.0.2.7"}
        list(pinged(environ | {"wsgi.input": BytesIO()}, begun))
    assert said == [("405 Method Not Allowed", "GET, HEAD, POST"), ("200 OK", None)]
