"""Debian's dovecot on loopback: a directory of its own, nothing of the system's configuration, ports that are free."""

import grp
import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

PASSWORD = "open-sesame"
WHERE = os.defpath + os.pathsep + "/usr/sbin"
MISSING = "" if shutil.which("dovecot", path=WHERE) else "no dovecot, and it could not be installed"
CONF = """
base_dir = {path}/run
state_dir = {path}/state
log_path = {path}/log
protocols = imap lmtp
listen = 127.0.0.1
ssl_cert = <{path}/loopback.pem
ssl_key = <{path}/loopback.key
disable_plaintext_auth = no
mail_location = maildir:{path}/mail/%u
mail_uid = {uid}
mail_gid = {gid}
first_valid_uid = 0
first_valid_gid = 0
default_internal_user = {internal}
default_internal_group = {group}
default_login_user = {login}
passdb {{
  driver = static
  args = password={{PLAIN}}{password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={path}/mail/%u
}}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    port = {lmtp}
  }}
}}
protocol lmtp {{
  postmaster_address = postmaster@house.example
}}
namespace inbox {{
  inbox = yes
}}
"""


@dataclass
class Dovecot:
    """A server and its mailboxes, for any user by the one password; `path` has its certificate as loopback.pem."""

    path: Path
    imap: int = 0
    imaps: int = 0
    lmtp: int = 0
    process: "subprocess.Popen[bytes] | None" = None
    put: int = 0

    def start(self) -> None:
        """Begin it, and wait until it listens."""
        if not self.imap:
            self.imap, self.imaps, self.lmtp = free_ports(3)
            self._configure()
        command = [str(shutil.which("dovecot", path=WHERE)), "-F", "-c", str(self.path / "dovecot.conf")]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)
        deadline = time.monotonic() + 20
        while not all(map(listens, (self.imap, self.imaps, self.lmtp))):
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"dovecot does not begin: {self.log()}")
            time.sleep(0.02)

    def stop(self, sign: signal.Signals = signal.SIGTERM) -> None:
        """End it and all that it began; SIGKILL: at once, whatever it is about."""
        if self.process is None:
            return
        if sign is signal.SIGKILL:
            os.killpg(self.process.pid, sign)
        else:
            self.process.send_signal(sign)
        self.process.wait(20)
        self.process = None
        deadline = time.monotonic() + 10
        while any(map(listens, (self.imap, self.imaps, self.lmtp))) and time.monotonic() < deadline:
            time.sleep(0.02)

    def deliver(self, user: str, raw: bytes, at: float | None = None) -> None:
        """Have a message arrive, at that moment (seconds)."""
        box = self.box(user)
        self.put += 1
        part = box / "tmp" / f"{1_700_000_000 + self.put}.{self.put}.here"
        part.write_bytes(raw)
        self._give(part)
        if at is not None:
            os.utime(part, (at, at))
        part.rename(box / "new" / part.name)

    def box(self, user: str) -> Path:
        box = self.path / "mail" / user
        for one in (box, *(box / name for name in ("cur", "new", "tmp"))):
            if not one.exists():
                one.mkdir()
                self._give(one)
        return box

    def lying_in(self, user: str, folder: str = "") -> list[bytes]:
        """The messages of a folder; empty: of the inbox."""
        place = self.box(user) / (f".{folder}" if folder else "")
        return [one.read_bytes() for name in ("cur", "new") for one in sorted((place / name).glob("*"))]

    def count_anew(self, user: str) -> None:
        """Forget the numbers of messages: UIDVALIDITY changes, as after a backup was restored."""
        box = self.box(user)
        for pattern in ("dovecot-uid*", "dovecot.index*", "dovecot.list*"):
            for one in box.glob(pattern):
                one.unlink()

    def log(self) -> str:
        file = self.path / "log"
        return file.read_text(encoding="utf-8", errors="replace")[-3000:] if file.exists() else ""

    def _configure(self) -> None:
        own = pwd.getpwuid(os.getuid())
        mail = pwd.getpwnam("nobody") if os.getuid() == 0 else own
        internal = pwd.getpwnam("dovecot") if os.getuid() == 0 else own
        login = pwd.getpwnam("dovenull") if os.getuid() == 0 else own
        told = {"uid": mail.pw_uid, "gid": mail.pw_gid, "internal": internal.pw_name, "login": login.pw_name}
        told |= {"group": grp.getgrgid(internal.pw_gid).gr_name, "password": PASSWORD, "path": self.path}
        ports = {"imap": self.imap, "imaps": self.imaps, "lmtp": self.lmtp}
        (self.path / "dovecot.conf").write_text(CONF.format(**told, **ports), encoding="utf-8")
        for name in ("mail", "run", "state"):
            (self.path / name).mkdir()
        self._give(self.path / "mail")

    def _give(self, one: Path) -> None:
        if os.getuid() == 0:
            shutil.chown(one, "nobody", pwd.getpwnam("nobody").pw_gid)


@contextmanager
def open_place() -> Iterator[Path]:
    """A directory that other users may pass through; pytest closes its own to them."""
    path = Path(mkdtemp(prefix="gwarant-mail-", dir="/tmp"))
    path.chmod(0o711)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens at."""
    with ExitStack() as stack:
        doors = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [int(one.getsockname()[1]) for one in doors]


def listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True
