"""What goes in and what comes out: a request, the rules it is made under, an answer or the reason why there is none."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from typing import Literal

Code = Literal[
    "address",  # it is no address, or a header is no header
    "port",  # that port is not asked
    "plain",  # plain HTTP, where only HTTPS may go
    "inside",  # it leads into a network that is not public
    "not_found",  # no name server knows it
    "unreachable",  # nobody listens, or the line broke
    "tls",  # the certificate is not one for that name, or no secure line came about
    "slow",  # it took longer than the rules allow
    "too_long",  # the answer is longer than the rules allow
    "malformed",  # what came is no HTTP
    "redirects",  # it led on, further or elsewhere than the rules allow
]
# What will be the same when it is tried again with the same request.
FINAL = frozenset({"address", "port", "plain", "inside", "redirects"})


class HttpFailed(Exception):
    """No answer: `code` says why, `is_final` that trying again is of no use. What a server said is not in it."""

    def __init__(self, code: Code, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message

    @property
    def is_final(self) -> bool:
        return self.code in FINAL


@dataclass(frozen=True, kw_only=True)
class Request:
    """What is asked. A header's value and the body may hold secrets: they are not shown."""

    url: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, kw_only=True)
class Policy:
    """The rules. `inside` are the house's own exceptions: a host, host:port, or a network such as 10.1.0.0/16.

    `patience` are seconds for one wait, `whole` for everything with all redirects; `most` are bytes of the body, on the
    line and again when decompressed. A longer body fails, or ends there if it `may_cut`. `ca`: a file of authorities.
    """

    inside: tuple[str, ...] = ()
    ports: Container[int] = frozenset({80, 443})
    may_be_plain: bool = False
    redirects: int = 0
    patience: float = 5.0
    whole: float = 10.0
    most: int = 1 << 20
    may_cut: bool = False
    ca: str = ""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a server said, for the program that asked: people see the status and the seconds, never headers or body."""

    status: int
    url: str
    seconds: float
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    body: bytes = field(default=b"", repr=False)

    def header(self, name: str) -> str:
        """The first header of that name, or nothing."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")
