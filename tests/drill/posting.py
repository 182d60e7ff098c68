"""Who hands letters over in a drill: a mail server by LMTP or SMTP, a pipe, and people at the page with files.

Each does as mail servers do: what was not acknowledged is sent again, the same bytes, until it is.
"""

import random
import smtplib
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from queue import Empty, Queue

from writers import Letter

DELIVER = [sys.executable, "-m", "gwarant.cli", "mail", "deliver"]
GIVEN_UP = 0.3  # share of letters whose sender loses patience at the first failure
PATIENCE = 300  # seconds in which a letter is tried again


class Refused(Exception):
    """A letter that is never taken, as the other side says."""


class Later(Exception):
    """A letter that was not acknowledged."""


@dataclass
class Post:
    """What is to be handed over, and what became of it: accepted means acknowledged."""

    waiting: "Queue[tuple[Letter, str]]" = field(default_factory=Queue)
    accepted: set[tuple[str, str]] = field(default_factory=set)  # the letter's hash and the box
    refused: set[str] = field(default_factory=set)
    given_up: set[tuple[str, str]] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def done(self) -> int:
        return len(self.accepted) + len(self.refused) + len(self.given_up)


Hand = Callable[[Letter, str], None]


def carry(post: Post, name: str, hand: Hand, chance: random.Random) -> None:
    """Hand over what waits, until nothing does."""
    while not post.over.is_set():
        try:
            letter, box = post.waiting.get(timeout=0.2)
        except Empty:
            continue
        try:
            _handed(post, name, hand, letter, box, chance)
        except Exception as error:
            post.faults.append(f"{name}: {type(error).__name__} {error}")
        finally:
            post.waiting.task_done()


def _handed(post: Post, name: str, hand: Hand, letter: Letter, box: str, chance: random.Random) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            hand(letter, box)
        except Refused:
            post.refused.add(letter.word)
            return
        except Later:
            post.counts[f"{name} again"] += 1
            if letter.kind == "report" and chance.random() < GIVEN_UP:
                post.given_up.add((letter.sha256, box))
                return
            time.sleep(0.2)
            continue
        post.accepted.add((letter.sha256, box))
        post.counts[name] += 1
        return
    raise TimeoutError(f"{letter.word} was not taken in {PATIENCE} s")


class Line:
    """A mail server's line, opened anew when it is lost."""

    def __init__(self, kind: type[smtplib.SMTP], port: int) -> None:
        self.kind, self.port = kind, port
        self.open: smtplib.SMTP | None = None

    def hand(self, letter: Letter, box: str) -> None:
        """One letter to one address."""
        try:
            if self.open is None:
                self.open = self.kind("127.0.0.1", self.port, timeout=30)
            self.open.sendmail(letter.sender, [box], letter.raw)
        except smtplib.SMTPRecipientsRefused as refused:
            if refused.recipients[box][0] == 550:
                raise Refused from None
            raise Later from None
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            if isinstance(error, smtplib.SMTPResponseException) and 500 <= error.smtp_code < 600:
                raise Refused from None
            raise Later from None

    def close(self) -> None:
        if self.open is not None:
            with suppress(OSError, smtplib.SMTPException):
                self.open.close()
            self.open = None


class Pipe:
    """`gwarant mail deliver` for each letter; some are killed while they run."""

    def __init__(self, chance: random.Random, killed: Counter[str], share: float) -> None:
        self.chance, self.killed, self.share = chance, killed, share
        self.usual = 2.0  # seconds that one takes

    def hand(self, letter: Letter, box: str) -> None:
        """One letter to one address: 0 is an acknowledgement, 65 a refusal, all else is to be tried again."""
        command = [*DELIVER, "--to", box, "--from", letter.sender]
        begun = time.monotonic()
        running = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        doomed = self.chance.random() < self.share
        timer = threading.Timer(self.usual * self.chance.random() ** 0.5 * 1.1, running.kill)  # rather late than early
        if doomed:
            timer.start()
        with suppress(BrokenPipeError):
            said = running.communicate(letter.raw)[1]
        timer.cancel()
        if running.returncode == -9:
            self.killed["pipe"] += 1
            raise Later
        if running.returncode == 0:
            self.usual = time.monotonic() - begun
            return
        if running.returncode == 65:
            raise Refused
        if running.returncode != 75:
            raise AssertionError(f"mail deliver ended with {running.returncode}: {said.decode()[-2000:]}")
        raise Later
