"""Debian's postfix on loopback, with dovecot behind it: a directory of its own, ports that are free. Only root may."""

import os
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from dovecot import WHERE, free_ports, listens

MISSING = "" if shutil.which("postfix", path=WHERE) and os.getuid() == 0 else "no postfix that we may run"
MAIN = """
compatibility_level = 3.6
queue_directory = {path}/queue
data_directory = {path}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = {path}/log
maillog_file_prefixes = /tmp, /var, {path}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mx.house.example
mydestination =
mynetworks = 127.0.0.0/8
smtpd_relay_restrictions = permit_mynetworks, reject
virtual_mailbox_domains = house.example, shop.example
virtual_alias_domains = left.example
virtual_alias_maps = inline:{{ {{ @left.example = nobody@gone.example }} }}
transport_maps = inline:{{ {{ gone.example = error:5.1.1 No such user here }} }}
virtual_transport = lmtp:inet:127.0.0.1:{lmtp}
smtpd_tls_security_level = none
alias_maps =
alias_database =
local_recipient_maps =
"""
MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
error unix - - n - - error
retry unix - - n - - error
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
proxymap unix - - n - - proxymap
postlog unix-dgram n - n - 1 postlogd
"""


@dataclass
class Postfix:
    """A mail server that hands what it takes to dovecot's LMTP."""

    path: Path
    lmtp: int
    port: int = 0

    def start(self) -> None:
        """Begin it, and wait until it listens."""
        (self.port,) = free_ports(1)
        for name, text in (("main.cf", MAIN), ("master.cf", MASTER)):
            (self.path / name).write_text(text.format(path=self.path, lmtp=self.lmtp, port=self.port))
        for name in ("queue", "data"):
            (self.path / name).mkdir()
        shutil.chown(self.path / "data", "postfix")
        self._run("start")
        deadline = time.monotonic() + 20
        while not listens(self.port):
            if time.monotonic() > deadline:
                raise RuntimeError(f"postfix does not begin: {self.log()}")
            time.sleep(0.05)

    def stop(self) -> None:
        self._run("stop")

    def log(self) -> str:
        file = self.path / "log"
        return file.read_text(encoding="utf-8", errors="replace")[-3000:] if file.exists() else ""

    def _run(self, what: str) -> None:
        command = [str(shutil.which("postfix", path=WHERE)), "-c", str(self.path), what]
        told = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=60)
        if told.returncode:
            raise RuntimeError(f"postfix {what}: {told.stdout + told.stderr!r} {self.log()}")
