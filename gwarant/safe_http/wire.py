"""HTTP/1.1 over a line: the request written out, the answer's head and body read within their limits."""

import re
import zlib
from collections.abc import Iterator
from http.client import HTTPException, HTTPMessage, HTTPResponse, IncompleteRead

from gwarant.safe_http.line import Line
from gwarant.safe_http.model import HttpFailed, Policy, Request
from gwarant.safe_http.place import Place

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"})
TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
VALUE = re.compile(r"[\x20-\x7e]*")
OURS = frozenset({"host", "connection", "content-length", "transfer-encoding", "accept-encoding", "expect", "te"})
PIECE = 16_384  # bytes read at once
SLACK = 65_536  # bytes on the line that frame the body and read ahead
PACKED = ("gzip", "x-gzip")
GZIP = 31  # the window that tells zlib of a gzip head


def written(request: Request, place: Place) -> bytes:
    """The request's bytes; HttpFailed for a method or header that is none, or is ours to write."""
    if request.method not in METHODS:
        raise HttpFailed("address", f"{request.method!r} is not asked: {', '.join(sorted(METHODS))}")
    for name, value in request.headers.items():
        if not TOKEN.fullmatch(name) or name.lower() in OURS or name.lower().startswith("proxy-"):
            raise HttpFailed("address", f"{name!r} is no header to send")
        if not VALUE.fullmatch(value):
            raise HttpFailed("address", f"the header {name} holds signs that it cannot have")
    usual = {"Host": place.name if place.port == (443 if place.is_secure else 80) else place.at}
    usual |= {"Accept-Encoding": "gzip", "Connection": "close"}
    if not any(name.lower() == "user-agent" for name in request.headers):
        usual["User-Agent"] = "Gwarant"
    if request.body or request.method in ("POST", "PUT", "PATCH"):
        usual["Content-Length"] = str(len(request.body))
    head = [f"{request.method} {place.path} HTTP/1.1"]
    head += [f"{name}: {value}" for name, value in (usual | dict(request.headers)).items()]
    return "\r\n".join([*head, "", ""]).encode("ascii") + request.body


def asked(line: Line, request: Request, place: Place, policy: Policy) -> tuple[int, HTTPMessage, bytes]:
    """Status, headers and body of what the server says."""
    content = written(request, place)
    try:
        line.send(content)
        response = HTTPResponse(line, method=request.method)  # type: ignore[arg-type]
        response.begin()
        _check_head(response)
        line.allowed = policy.most + SLACK
        return response.status, response.headers, _body(response, policy)
    except TimeoutError as error:
        raise HttpFailed("slow", f"{place.at} did not answer in time") from error
    except (HTTPException, ValueError, zlib.error) as error:
        raise HttpFailed("malformed", f"{place.at} answered what is no HTTP: {type(error).__name__}") from error
    except OSError as error:
        raise HttpFailed("unreachable", f"{place.at} broke off: {type(error).__name__}") from error


def _check_head(response: HTTPResponse) -> None:
    if not 200 <= response.status < 600:
        raise HTTPException("no final status")
    if len(set(response.headers.get_all("content-length", []))) > 1:
        raise HTTPException("two lengths")


def _body(response: HTTPResponse, policy: Policy) -> bytes:
    body = bytearray()
    for piece in _unpacked(response):
        body += piece
        if len(body) > policy.most:
            if policy.may_cut:
                break
            raise HttpFailed("too_long", f"it answered more than {policy.most} bytes")
    return bytes(body[: policy.most])


def _unpacked(response: HTTPResponse) -> Iterator[bytes]:
    """The body in pieces, decompressed piece by piece: what unpacks to a mountain is left in time."""
    packing = response.headers.get("content-encoding", "identity").strip().lower()
    if packing in ("identity", ""):
        yield from _pieces(response)
        return
    if packing not in PACKED:
        raise HTTPException("an unknown packing")
    unpack, has_begun = zlib.decompressobj(GZIP), False
    for piece in _pieces(response):
        has_begun, rest, out = True, piece, b""
        while not unpack.eof and (rest or len(out) == PIECE):
            out = unpack.decompress(rest, PIECE)
            rest = unpack.unconsumed_tail
            yield out
    if has_begun and (not unpack.eof or unpack.unused_data):
        raise HTTPException("cut short, or more than one")


def _pieces(response: HTTPResponse) -> Iterator[bytes]:
    """As the line brings them. A body in chunks that ends early is an IncompleteRead already."""
    while piece := response.read(PIECE):
        yield piece
    if response.length:
        raise IncompleteRead(b"", response.length)
