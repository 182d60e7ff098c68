"""What happens to probers, engine, server, lines, disks and clocks in the drill of monitoring."""

import os
import random
import resource
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from kills import kill

if TYPE_CHECKING:
    from monitoring import Field

FALLS = "falls"  # the page that stays down
FORWARD, BACKWARD = 240_000, -3_600_000  # milliseconds
Act = Callable[["Field", random.Random], None]


def killed(target: str) -> Act:
    def act(field: "Field", chance: random.Random) -> None:
        time.sleep(chance.uniform(0, 1))
        if target == "tree":
            field.drill.kill(target)
        for pid in field.pids(target):
            kill(pid)
        field.drill.kills[target] += target != "tree"

    return act


def stopped(target: str, seconds: float) -> Act:
    """SIGSTOP, and SIGCONT so much later."""

    def act(field: "Field", chance: random.Random) -> None:
        time.sleep(chance.uniform(0, 1))
        pids = field.pids(target)
        for pid in pids:
            _signal(pid, signal.SIGSTOP)
        time.sleep(seconds)
        for pid in pids:
            _signal(pid, signal.SIGCONT)
        beyond = " beyond its lease" if target in field.running and seconds > field.size.lease else ""
        field.drill.kills[f"{target} stopped{beyond}"] += 1

    return act


def cut(name: str, seconds: float, falls: bool = False) -> Act:
    """Nothing passes between a prober and the server; meanwhile a target may fall, and stays down."""

    def act(field: "Field", _chance: random.Random) -> None:
        field.relays[name].cut()
        time.sleep(seconds / 4)
        if falls:
            field.fall(FALLS)
        time.sleep(seconds * 3 / 4)
        field.relays[name].mend()
        field.drill.kills[f"{name} cut for {seconds:.0f} s"] += 1

    return act


def filled(name: str, seconds: float) -> Act:
    """The disk takes not a byte more from the prober, whose line is cut as well; then both are well again."""

    def act(field: "Field", _chance: random.Random) -> None:
        (pid,) = field.pids(name)
        hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)[1]
        field.relays[name].cut()
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, hard))
        time.sleep(seconds)
        with suppress(ProcessLookupError):
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (hard, hard))
        field.relays[name].mend()
        field.drill.kills[f"{name} disk full for {seconds:.0f} s"] += 1

    return act


def stepped(name: str, offset: int) -> Act:
    """The prober is killed, and its machine has another time when it starts again."""

    def act(field: "Field", chance: random.Random) -> None:
        field.offsets[name] = offset
        killed(name)(field, chance)
        field.drill.kills[f"{name} clock {offset // 1000:+d} s"] += 1

    return act


def lanes(is_whole: bool, lease: int, chance: random.Random) -> Mapping[str, Sequence[Act]]:
    """What happens beside each other, to each prober and to the server; each kind at least once."""
    if is_whole:
        return {"krk-1": _of_krk(600), "waw-1": _of_waw_1(100, chance), "waw-2": _of_waw_2(chance), "server": _of_us()}
    beyond = lease + 3
    return {
        "krk-1": [stepped("krk-1", BACKWARD), cut("krk-1", 12, falls=True)],
        "waw-1": [filled("waw-1", 4), stopped("waw-1", beyond)],
        "waw-2": [stepped("waw-2", FORWARD), killed("waw-2"), cut("waw-2", 2)],
        "server": [killed("engine"), stopped("web", 2), stopped("engine", 2), killed("web")],
    }


def _of_krk(long: float) -> list[Act]:
    return [
        killed("krk-1"),
        stepped("krk-1", BACKWARD),
        stopped("krk-1", 30),
        cut("krk-1", long, falls=True),
        stepped("krk-1", FORWARD),
    ]


def _of_waw_1(beyond: float, chance: random.Random) -> list[Act]:
    return _mixed(
        chance,
        [
            *[stopped("waw-1", beyond), stopped("waw-1", beyond), stopped("waw-1", 20), filled("waw-1", 120)],
            *[killed("waw-1")] * 6,
            stepped("waw-1", BACKWARD),
        ],
    )


def _of_waw_2(chance: random.Random) -> list[Act]:
    return _mixed(
        chance,
        [
            *[cut("waw-2", 150), stopped("waw-2", 90), filled("waw-2", 40)],
            *[killed("waw-2")] * 8,
            stepped("waw-2", FORWARD),
        ],
    )


def _of_us() -> list[Act]:
    """First each of ours in its turn, then one that is left in peace for a while, so that silence can be noticed."""
    return [
        *[killed("engine"), killed("web"), killed("tree")] * 3,
        stopped("web", 20),
        stopped("engine", 20),
        stopped("web", 100),
        quiet(150),
        stopped("engine", 100),
        *[killed("engine"), killed("web")] * 4,
        killed("tree"),
    ]


def quiet(seconds: float) -> Act:
    def act(_field: "Field", _chance: random.Random) -> None:
        time.sleep(seconds)

    return act


def _mixed(chance: random.Random, found: list[Act]) -> list[Act]:
    chance.shuffle(found)
    return found


def begin(field: "Field", name: str, acts: Sequence[Act], chance: random.Random) -> None:
    """One lane: its acts one after the other, with time in between."""
    pause = 12 if field.size.is_whole else 1
    for act in acts:
        if name == "server":
            field.drill.wait_until_up()
        try:
            act(field, chance)
        except Exception as error:
            field.drill.faults.append(f"{name}: {type(error).__name__} {error}")
        time.sleep(chance.uniform(pause / 4, pause))


def _signal(pid: int, sign: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, sign)
