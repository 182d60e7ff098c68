"""A moment that an authority vouches for (RFC 3161), asked over `safe_http`."""

from asn1crypto import tsp
from pyhanko.sign.timestamps import TimeStamper

from gwarant.safe_http.fetch import fetch
from gwarant.safe_http.model import HttpFailed, Policy, Request

QUERY, REPLY = "application/timestamp-query", "application/timestamp-reply"
MOST = 64 * 1024  # bytes of an answer


class NotStamped(Exception):
    """The authority gave no time stamp; the sentence says why."""


class Authority(TimeStamper):
    """The authority at an address; `policy` says where it may be."""

    def __init__(self, url: str, policy: Policy) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.url, self.policy = url, policy

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """What it answers; nothing else runs meanwhile, because a report is sealed by itself."""
        asked = Request(url=self.url, method="POST", headers={"Content-Type": QUERY}, body=req.dump())
        try:
            answer = fetch(asked, self.policy)
        except HttpFailed as error:
            raise NotStamped(error.message) from None
        if answer.status != 200 or not answer.header("Content-Type").startswith(REPLY):
            raise NotStamped(f"it answered {answer.status}, {answer.header('Content-Type') or 'of no kind'}")
        return tsp.TimeStampResp.load(answer.body)
