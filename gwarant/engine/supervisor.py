"""Running programs side by side: what dies is started again, and everything stops together."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from gwarant.engine.stop import Stop

UNUSABLE = 2
FIRST_PAUSE, LONGEST_PAUSE, STEADY = 0.5, 30.0, 10.0
GRACE = 15.0


@dataclass
class Child:
    """A program that shall run: its process, and when to start it again."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    pause: float = 0.0
    begun: float = 0.0
    starts: int = 0

    def start(self) -> None:
        """Begin it in a session of its own, so that a key in the terminal reaches only the supervisor."""
        self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, start_new_session=True)
        self.begun, self.starts = time.monotonic(), self.starts + 1

    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def refused(self) -> bool:
        """Whether it cannot run at all, because something about its settings is wrong."""
        return self.starts == 1 and self.process is not None and self.process.returncode == UNUSABLE

    def wait_longer(self) -> None:
        """The next pause: longer after each quick death, short again after a steady life."""
        steady = time.monotonic() - self.begun > STEADY
        self.pause = FIRST_PAUSE if steady or not self.pause else min(self.pause * 2, LONGEST_PAUSE)


@dataclass
class Supervisor:
    """The programs, what to look after besides, and where to tell what happens.

    A spare program runs only while it is wanted, and its refusal ends no other.
    """

    commands: Mapping[str, Sequence[str]]
    say: Callable[[str], None]
    look_after: Callable[[], None] = lambda: None
    spare: Mapping[str, Callable[[], bool]] = field(default_factory=dict)
    children: list[Child] = field(default_factory=list)

    def run(self, stop: Stop) -> int:
        """Keep all alive until stopped; 0, or 2 when one refuses to run at all."""
        self.children = [Child(name, command) for name, command in self.commands.items()]
        last_look = time.monotonic()
        try:
            for child in self.children:
                if child.name not in self.spare:
                    child.start()
            while not stop.wait(0.2):
                if any(child.refused() for child in self.children if not self._is_well(child)):
                    return UNUSABLE
                self._revive()
                if time.monotonic() - last_look > 1:
                    self.look_after()
                    last_look = time.monotonic()
            return 0
        finally:
            self._end()

    def _is_well(self, child: Child) -> bool:
        return child.is_alive() or child.name in self.spare

    def _is_wanted(self, child: Child) -> bool:
        return child.name not in self.spare or self.spare[child.name]()

    def _revive(self) -> None:
        for child in self.children:
            if child.is_alive() != self._is_wanted(child):
                self._turn(child)

    def _turn(self, child: Child) -> None:
        """End what is no longer wanted; start what is wanted and does not run, after a death with a pause."""
        if child.is_alive():
            _signal(child, signal.SIGTERM)
            return
        if time.monotonic() < child.begun + child.pause:
            return
        if child.process is not None:
            code = child.process.returncode
            if code or child.name not in self.spare:
                self.say(f"{child.name} ended with {code}; starting it again")
            child.wait_longer()
        child.start()

    def _end(self) -> None:
        alive = [child for child in self.children if child.is_alive()]
        for child in alive:
            _signal(child, signal.SIGTERM)
        deadline = time.monotonic() + GRACE
        for child in alive:
            assert child.process is not None
            try:
                child.process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                self.say(f"{child.name} does not end; killing it")
                _signal(child, signal.SIGKILL)
                child.process.wait()


def end_with(parent: int) -> None:
    """End this process soon after the parent has died, so that a killed supervisor leaves nothing behind."""
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.3)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE)
    os._exit(1)


def _signal(child: Child, sign: signal.Signals) -> None:
    assert child.process is not None
    with suppress(ProcessLookupError):
        if sign is signal.SIGKILL:
            os.killpg(child.process.pid, sign)
        else:
            child.process.send_signal(sign)
