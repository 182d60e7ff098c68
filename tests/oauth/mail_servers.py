"""An IMAP and an SMTP server that know sign-in by token, in the two ways in which it is refused.

Google tells the error as a challenge and waits for an empty answer; Microsoft says no at once.
"""

import json
import socket
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from typing import Any

PASSWORD = "zażółć hush"


@dataclass
class Mail:
    """Who may come in: users with the tokens for one audience, or the one password. `heard` are all lines."""

    tokens: dict[str, str]
    audience: str
    users: tuple[str, ...] = ("desk@house.example",)
    is_google: bool = False
    offers: str = "XOAUTH2"
    heard: list[str] = field(default_factory=list)
    entered: list[str] = field(default_factory=list)
    broken: str = ""  # what is said instead of an answer to the sign-in

    def imap(self, sock: socket.socket, _request: bytes) -> None:
        file = sock.makefile("rwb")
        say(file, "* OK The mail service is ready.")
        while line := self.hear(file):
            tag, command, *rest = line.split(" ")
            if command.upper() == "CAPABILITY":
                offered = " ".join(f"AUTH={one}" for one in self.offers.split())
                say(file, f"* CAPABILITY IMAP4rev1 {offered}", f"{tag} OK done")
            elif command.upper() == "AUTHENTICATE":
                self._imap_authenticate(file, tag, rest)
            elif command.upper() == "LOGIN":
                say(file, f"{tag} NO LOGIN failed.")
            else:
                say(file, *(["* BYE"] if command.upper() == "LOGOUT" else []), f"{tag} OK done")

    def _imap_authenticate(self, file: Any, tag: str, rest: list[str]) -> None:
        say(file, "+ ")
        answer = self.hear(file)
        if self.broken:
            say(file, self.broken.format(tag=tag))
        elif self.lets_in(rest[0], answer):
            say(file, f"{tag} OK AUTHENTICATE completed.")
        elif rest[0] == "XOAUTH2" and self.is_google:
            say(file, f"+ {challenge()}")
            said = self.hear(file)
            say(
                file,
                f"{tag} BAD Invalid SASL argument" if said else f"{tag} NO [AUTHENTICATIONFAILED] Invalid credentials",
            )
        else:
            say(file, f"{tag} NO AUTHENTICATE failed.")

    def smtp(self, sock: socket.socket, _request: bytes) -> None:
        file = sock.makefile("rwb")
        say(file, "220 mail.example ESMTP")
        while line := self.hear(file):
            command, *rest = line.split(" ")
            if command.upper() == "EHLO":
                say(file, "250-mail.example", f"250-AUTH {self.offers}", "250 SIZE 1000000")
            elif command.upper() == "AUTH":
                self._smtp_auth(file, rest)
            else:
                say(file, "221 2.0.0 Bye" if command.upper() == "QUIT" else "250 2.0.0 OK")

    def _smtp_auth(self, file: Any, rest: list[str]) -> None:
        if len(rest) == 1:
            say(file, "334 ")
        answer = rest[1] if len(rest) == 2 else self.hear(file)
        if self.broken:
            say(file, self.broken)
        elif self.lets_in(rest[0], answer):
            say(file, "235 2.7.0 Authentication successful")
        elif rest[0] == "XOAUTH2" and self.is_google:
            say(file, f"334 {challenge()}")
            said = self.hear(file)
            say(file, "501 5.5.2 Cannot decode" if said else "535 5.7.8 Username and Password not accepted.")
        else:
            say(file, "535 5.7.3 Authentication unsuccessful [SN2PR00CA0018]")

    def hear(self, file: Any) -> str:
        line = file.readline().decode()
        self.heard.append(line)
        return str(line.removesuffix("\r\n"))

    def lets_in(self, mechanism: str, answer: str) -> bool:
        """Whether this is exactly the documented form, for a user who is here, with a token that was given for us."""
        told = b64decode(answer, validate=True).decode()
        if mechanism == "PLAIN":
            user = told.split("\0")[1]
            fits = told == f"\0{user}\0{PASSWORD}"
        else:
            user, _, rest = told.removeprefix("user=").partition("\x01auth=Bearer ")
            token = rest.removesuffix("\x01\x01")
            fits = told == f"user={user}\x01auth=Bearer {token}\x01\x01" and self.tokens.get(token) == self.audience
        if fits and user in self.users:
            self.entered.append(user)
        return fits and user in self.users


def say(file: Any, *lines: str) -> None:
    for line in lines:
        file.write(f"{line}\r\n".encode())
    file.flush()


def challenge() -> str:
    told = {"status": "400", "schemes": "Bearer", "scope": "https://mail.google.com/"}
    return b64encode(json.dumps(told).encode()).decode()
