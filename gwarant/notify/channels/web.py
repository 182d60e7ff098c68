"""A POST to an address that a person typed: to a public address by HTTPS, nothing followed, little read."""

from collections.abc import Collection

from gwarant.notify.channels.envelope import DeliveryFailed, Receipt
from gwarant.notify.failures import ANSWERED
from gwarant.safe_http import HttpFailed, Place, Policy, Request, fetch
from gwarant.safe_http import place_of as checked

PORTS = frozenset({443, *range(1024, 65536)})  # no ports of mail and other old services
READ = 4096  # bytes of the answer, which nobody is shown
LATER = (408, 425, 429)  # "not now": as 5xx


class NotPosted(ValueError):
    """An address that is not posted to; `is_inside`: it leads into a network that is not public."""

    def __init__(self, error: HttpFailed) -> None:
        super().__init__(error.message)
        self.is_inside = error.code == "inside"


def place_of(url: str, inside: Collection[str] = ()) -> Place:
    """The place, its name not looked up; NotPosted for what cannot be posted to.

    Plain HTTP goes only to hosts that are named in `inside`.
    """
    try:
        return checked(url, _policy(inside))
    except HttpFailed as error:
        raise NotPosted(error) from error


def post(place: Place, body: bytes, content_type: str, inside: Collection[str] = ()) -> Receipt:
    """Post the body; DeliveryFailed for anything but a 2xx. A refusal of this message or its place is permanent."""
    request = Request(url=place.url, method="POST", headers={"Content-Type": content_type}, body=body)
    try:
        answer = fetch(request, _policy(inside))
    except HttpFailed as error:
        raise DeliveryFailed(error.message, error.is_final) from error
    if not 200 <= answer.status < 300:
        is_final = 300 <= answer.status < 500 and answer.status not in LATER
        raise DeliveryFailed(f"{place.at} answered {answer.status}", is_final, ANSWERED, f"{place.at}: {answer.status}")
    return Receipt(str(answer.status))


def _policy(inside: Collection[str]) -> Policy:
    return Policy(inside=tuple(inside), ports=PORTS, most=READ, may_cut=True)
