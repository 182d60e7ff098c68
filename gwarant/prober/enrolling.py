"""A prober makes itself known at its server, once."""

import msgspec
import pycurl

from gwarant import __version__
from gwarant.prober.identity import Identity, key_in, new_key, public_half
from gwarant.prober.protocol import Enrolled, Enrolment

PATH = "/prober/enrolment"
PATIENCE = 20  # seconds


class EnrolmentFailed(Exception):
    """The server did not take it, or was not there; `str()` says why, `hint` what would be right."""

    def __init__(self, why: str, hint: str = "ask for a new code; one works once, for a day") -> None:
        super().__init__(why)
        self.hint = hint


class ServerAway(EnrolmentFailed):
    """Nobody answered: the code is still good."""


def enrol(server: str, code: str, authorities: str = "") -> Identity:
    """Who this prober is from now on: a new key, known at the server by the code. Raises EnrolmentFailed."""
    key = new_key()
    asked = Enrolment(code=code, key=public_half(key_in(key)), version=__version__)
    status, said = _post(server.rstrip("/") + PATH, msgspec.msgpack.encode(asked), authorities)
    if status != 200:
        raise EnrolmentFailed(said.decode("utf-8", "replace").strip()[:200] or f"the server answered {status}")
    try:
        known = msgspec.msgpack.decode(said, type=Enrolled)
    except msgspec.DecodeError as error:
        raise EnrolmentFailed(
            "what answered is no Gwarant server", "write the address at which its pages open"
        ) from error
    return Identity(server=server, prober=known.prober, place=known.place, key=key, authorities=authorities)


def _post(url: str, body: bytes, authorities: str) -> tuple[int, bytes]:
    said, handle = bytearray(), pycurl.Curl()
    option = handle.setopt
    option(pycurl.URL, url)
    option(pycurl.NOSIGNAL, 1)
    option(pycurl.PROTOCOLS, pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS)
    option(pycurl.TIMEOUT, PATIENCE)
    option(pycurl.POSTFIELDS, body)
    option(pycurl.HTTPHEADER, ["Content-Type: application/octet-stream", "Expect:"])
    option(pycurl.WRITEFUNCTION, said.extend)
    if authorities:
        option(pycurl.CAINFO_BLOB, authorities)
    try:
        handle.perform()
        return int(handle.getinfo(pycurl.RESPONSE_CODE)), bytes(said)
    except pycurl.error as error:
        raise ServerAway(str(error.args[-1]), "the code is still good") from error
    finally:
        handle.close()
