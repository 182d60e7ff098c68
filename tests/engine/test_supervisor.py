"""What dies is started again, and everything stops together."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from gwarant.engine.stop import Stop
from gwarant.engine.supervisor import STEADY, UNUSABLE, Child, Supervisor

pytestmark = pytest.mark.begun_first

LIVES = "import os, sys, time; open(sys.argv[1], 'a').write(f'{os.getpid()}\\n'); time.sleep(60)"
PARENT = """
import subprocess, sys, time
child = "import os, sys, time; from gwarant.engine.supervisor import end_with; end_with(os.getppid()); time.sleep(60)"
print(subprocess.Popen([sys.executable, "-c", child]).pid, flush=True)
time.sleep(60)
"""


def python(code: str, *arguments: object) -> list[str]:
    return [sys.executable, "-c", code, *map(str, arguments)]


def eventually(check: Callable[[], object], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < end, "did not come about"
        time.sleep(0.02)


def pids(file: Path) -> list[int]:
    return [int(line) for line in file.read_text().split()] if file.exists() else []


def lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except FileNotFoundError:
        return False


def test_a_killed_program_is_started_again_and_all_end_with_the_supervisor(tmp_path: Path) -> None:
    said: list[str] = []
    stop, supervisor = Stop(), Supervisor({name: python(LIVES, tmp_path / name) for name in "ab"}, said.append)
    running = threading.Thread(target=supervisor.run, args=(stop,))
    running.start()
    eventually(lambda: pids(tmp_path / "a") and pids(tmp_path / "b"))
    os.kill(pids(tmp_path / "a")[0], signal.SIGKILL)
    eventually(lambda: len(pids(tmp_path / "a")) == 2)
    stop.set()
    running.join(20)
    assert not running.is_alive()
    assert not [pid for name in "ab" for pid in pids(tmp_path / name) if lives(pid)]
    assert said == ["a ended with -9; starting it again"]


def test_a_program_that_refuses_its_settings_ends_everything(tmp_path: Path) -> None:
    commands = {"a": python(LIVES, tmp_path / "a"), "b": python("raise SystemExit(2)")}
    assert Supervisor(commands, lambda text: None).run(Stop()) == UNUSABLE
    assert not [pid for pid in pids(tmp_path / "a") if lives(pid)]


def test_pauses_grow_with_each_quick_death_and_are_short_after_a_steady_life() -> None:
    child, pauses = Child("a", ()), []
    child.begun = time.monotonic()
    for _ in range(9):
        child.wait_longer()
        pauses.append(child.pause)
    assert pauses == [0.5, 1, 2, 4, 8, 16, 30, 30, 30]
    child.begun -= STEADY + 1
    child.wait_longer()
    assert child.pause == 0.5


def test_a_child_ends_soon_after_its_parent_was_killed() -> None:
    with subprocess.Popen(python(PARENT), stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        time.sleep(0.5)
        assert lives(child)
        parent.kill()
    eventually(lambda: not lives(child))


def test_a_spare_program_runs_while_it_is_wanted_and_its_refusal_ends_no_other(tmp_path: Path) -> None:
    wanted, stop = threading.Event(), Stop()
    commands = {"a": python(LIVES, tmp_path / "a"), "b": python(LIVES, tmp_path / "b"), "c": python("exit(2)")}
    spare: dict[str, Callable[[], bool]] = {"b": wanted.is_set, "c": lambda: True}
    supervisor = Supervisor(commands, lambda text: None, spare=spare)
    running = threading.Thread(target=supervisor.run, args=(stop,))
    running.start()
    eventually(lambda: pids(tmp_path / "a"))
    assert not pids(tmp_path / "b")
    wanted.set()
    eventually(lambda: pids(tmp_path / "b"))
    wanted.clear()
    eventually(lambda: not lives(pids(tmp_path / "b")[0]))
    assert lives(pids(tmp_path / "a")[0])
    stop.set()
    running.join(20)
    assert not [pid for name in "ab" for pid in pids(tmp_path / name) if lives(pid)]
