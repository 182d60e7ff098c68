"""An IMAP server of our own on loopback, in this process: what mailboxes need, and whatever else a test has it say."""

import re
import socket
import ssl
import time
from base64 import b64decode
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Lock, Thread
from typing import Any

PASSWORD = "open-sesame"
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
Says = Callable[[socket.socket, str], None]  # instead of an answer: the line and the tag of the command


@dataclass
class Message:
    uid: int
    raw: bytes
    at: float
    is_deleted: bool = False


@dataclass
class Here:
    """One user's mailbox with its folders. `says` are answers of a test's own, by the command's verb ("UID FETCH")."""

    context: ssl.SSLContext | None = None
    offers: str = "IDLE MOVE UIDPLUS NAMESPACE AUTH=PLAIN AUTH=XOAUTH2"
    prefix: str = ""
    host: str = "127.0.0.1"
    validity: int = 7
    port: int = 0
    says: dict[str, Says] = field(default_factory=dict)
    heard: list[str] = field(default_factory=list)
    folders: dict[str, list[Message]] = field(default_factory=lambda: {"INBOX": []})
    lets_in: Callable[[str, str], bool] = lambda _mechanism, answer: b64decode(answer).endswith(PASSWORD.encode())
    _next: int = 1
    _lock: Lock = field(default_factory=Lock)
    _lines: list[socket.socket] = field(default_factory=list)
    _door: socket.socket | None = None

    def start(self) -> None:
        """Listen, at the port of before where there was one."""
        self._door = socket.create_server((self.host, self.port))
        self.port = int(self._door.getsockname()[1])
        Thread(target=self._listen, args=(self._door,), daemon=True).start()

    def stop(self, *_sign: object) -> None:
        """Hang up on everybody, in the middle of whatever is said."""
        lines, self._lines = [*self._lines, *([self._door] if self._door else [])], []
        self._door = None
        for one in lines:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def deliver(self, _user: str, raw: bytes, at: float | None = None) -> None:
        with self._lock:
            self._put("INBOX", raw, time.time() if at is None else at)  # noqa: TID251 - a server reads the clock

    def lying_in(self, _user: str, folder: str = "INBOX") -> list[bytes]:
        with self._lock:
            return [one.raw for one in self.folders.get(self.prefix * (folder != "INBOX") + folder, [])]

    def count_anew(self, _user: str) -> None:
        with self._lock:
            self.validity += 1
            self._next = 1
            for one in self.folders["INBOX"]:
                one.uid, self._next = self._next, self._next + 1

    def _put(self, folder: str, raw: bytes, at: float) -> None:
        self.folders[folder].append(Message(self._next, raw, at))
        self._next += 1

    def _listen(self, door: socket.socket) -> None:
        with suppress(OSError):
            while True:
                raw = door.accept()[0]
                self._lines.append(raw)
                Thread(target=self._talk, args=(raw,), daemon=True).start()

    def _talk(self, raw: socket.socket) -> None:
        with suppress(OSError, ValueError), self.context.wrap_socket(raw, True) if self.context else raw as sock:
            self._lines.append(sock)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            talk = Talk(self, sock, sock.makefile("rb"))
            if "GREETING" in self.says:
                self.says["GREETING"](sock, "*")
            else:
                talk.say("* OK here")
            while talk.answer():
                pass


@dataclass
class Talk:
    """One client's conversation."""

    here: Here
    sock: socket.socket
    file: Any
    folder: str = "INBOX"
    told: int = 0  # how many messages the client knows of

    def say(self, *lines: str | bytes) -> None:
        told = (one if isinstance(one, bytes) else one.encode() for one in lines)
        self.sock.sendall(b"".join(one + b"\r\n" for one in told))

    def answer(self) -> bool:
        """Hear a command and answer it; whether the talk goes on."""
        line = self.file.readline().decode()
        self.here.heard.append(line.strip())
        if not line.strip():
            return False
        tag, verb, *rest = line.rstrip("\r\n").split(" ", 2)
        told = rest[0] if rest else ""
        if verb == "UID":
            more, _, told = told.partition(" ")
            verb = f"UID {more}"
        if verb in self.here.says:
            self.here.says[verb](self.sock, tag)
            return True
        with self.here._lock:
            known = {
                "UID FETCH": self._fetch,
                "UID SEARCH": self._search,
                "SELECT": self._select,
                "EXAMINE": self._select,
            }
            known |= {"UID MOVE": self._move, "UID COPY": self._move, "CREATE": self._create, "UID STORE": self._store}
            known |= {"UID EXPUNGE": self._expunge, "CAPABILITY": self._capability, "NAMESPACE": self._namespace}
            if verb in known:
                self.say(f"{tag} {known[verb](told, verb) or 'OK done'}")
                return True
        if verb == "AUTHENTICATE":
            self.say("+ ")
            is_let_in = self.here.lets_in(told, self.file.readline().decode().strip())
            self.say(f"{tag} {'OK in' if is_let_in else 'NO [AUTHENTICATIONFAILED] no'}")
        elif verb == "IDLE":
            self._idle(tag)
        else:
            self.say(*(["* BYE"] if verb == "LOGOUT" else []), f"{tag} OK done")
        return verb != "LOGOUT"

    @property
    def messages(self) -> list[Message]:
        return self.here.folders[self.folder]

    def _capability(self, _told: str, _verb: str) -> str:
        self.say(f"* CAPABILITY IMAP4rev1 {self.here.offers}")
        return ""

    def _namespace(self, _told: str, _verb: str) -> str:
        self.say(f'* NAMESPACE (("{self.here.prefix}" ".")) NIL NIL')
        return ""

    def _select(self, told: str, _verb: str) -> str:
        name = told.strip('"')
        if name not in self.here.folders:
            return "NO no such folder"
        self.folder, self.told = name, len(self.here.folders[name])
        facts = (f"* {len(self.messages)} EXISTS", f"* OK [UIDVALIDITY {self.here.validity}] valid")
        self.say("* FLAGS (\\Deleted)", *facts, f"* OK [UIDNEXT {self.here._next}] next")
        return ""

    def _search(self, told: str, _verb: str) -> str:
        newest = max((one.uid for one in self.messages), default=0)
        if told.startswith("UID ") and ":" in told:  # from a number to the last one, which is always there
            first = int(told[4:].partition(":")[0])
            found = [one.uid for one in self.messages if one.uid >= first or one.uid == newest]
        elif told.startswith("UID "):
            found = [one.uid for one in self.messages if str(one.uid) in told[4:].split(",")]
        else:
            day, month, year = told.removeprefix("SINCE ").split("-")
            begin = datetime(int(year), MONTHS.index(month) + 1, int(day), tzinfo=UTC).timestamp()
            found = [one.uid for one in self.messages if one.at >= begin]
        self.say("* SEARCH " + " ".join(map(str, found)) if found else "* SEARCH")
        return ""

    def _fetch(self, told: str, _verb: str) -> str:
        uids, _, wanted = told.partition(" ")
        for n, one in enumerate(self.messages, 1):
            if str(one.uid) not in uids.split(","):
                continue
            if "INTERNALDATE" in wanted:
                at = datetime.fromtimestamp(one.at, UTC)
                when = f"{at.day:2}-{MONTHS[at.month - 1]}-{at:%Y %H:%M:%S} +0000"
                self.say(f'* {n} FETCH (UID {one.uid} INTERNALDATE "{when}" RFC822.SIZE {len(one.raw)})')
                continue
            part = re.search(r"<0\.(\d+)>", wanted)
            raw = one.raw[: int(part[1])] if part else one.raw
            name = "BODY[]<0>" if part else "BODY[]"
            self.say(f"* {n} FETCH (FLAGS ())", f"* {n} FETCH (UID {one.uid} {name} {{{len(raw)}}}", raw + b")")
        return ""

    def _move(self, told: str, verb: str) -> str:
        uid, _, name = told.partition(" ")
        name = name.strip('"')
        if name not in self.here.folders:
            return "NO [TRYCREATE] no such folder"
        for one in [one for one in self.messages if str(one.uid) == uid]:
            self.here._put(name, one.raw, one.at)
            if verb == "UID MOVE":
                self.messages.remove(one)
        return ""

    def _create(self, told: str, _verb: str) -> str:
        name = told.strip('"')
        if not name.startswith(self.here.prefix):
            return "NO not there"
        self.here.folders.setdefault(name, [])
        return ""

    def _store(self, told: str, _verb: str) -> str:
        for one in self.messages:
            one.is_deleted = one.is_deleted or str(one.uid) == told.split(" ", maxsplit=1)[0]
        return ""

    def _expunge(self, told: str, _verb: str) -> str:
        for one in [one for one in self.messages if one.is_deleted and str(one.uid) == told]:
            self.messages.remove(one)
        return ""

    def _idle(self, tag: str) -> None:
        self.say("+ idling")
        self.sock.settimeout(0.02)
        while True:
            if len(self.messages) != self.told:
                self.told = len(self.messages)
                self.say(f"* {self.told} EXISTS")
            with suppress(TimeoutError):
                if self.sock.recv(100):
                    break
                return
        self.sock.settimeout(None)
        self.say(f"{tag} OK done")
