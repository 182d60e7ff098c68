"""Ask a web server, following where it leads only as far as the rules allow, each step checked like the first."""

from dataclasses import replace
from urllib.parse import urljoin

from gwarant.safe_http.connect import Resolve, connected, look_up
from gwarant.safe_http.line import Clock
from gwarant.safe_http.model import Answer, HttpFailed, Policy, Request
from gwarant.safe_http.place import Place, place_of
from gwarant.safe_http.wire import asked, written

MOST_REDIRECTS = 3
LEADS_ON = (301, 302, 303, 307, 308)
# What another host may be told; any other header may be a secret.
PLAIN_HEADERS = frozenset({"accept", "accept-language", "user-agent"})


def fetch(request: Request, policy: Policy, resolve: Resolve = look_up) -> Answer:
    """The server's answer, whatever its status; HttpFailed when there is none. No proxy of the environment is used."""
    clock = Clock(policy.patience, policy.whole)
    place = place_of(request.url, policy)
    for step in range(min(policy.redirects, MOST_REDIRECTS) + 1):
        answer = _once(request, place, policy, clock, resolve)
        target = answer.header("location") if answer.status in LEADS_ON else ""
        if not target or not policy.redirects:
            return answer
        if step < min(policy.redirects, MOST_REDIRECTS):
            request, place = _led_on(request, place, answer.status, target, policy)
    raise HttpFailed("redirects", f"{place.at} leads on further than we follow")


def _once(request: Request, place: Place, policy: Policy, clock: Clock, resolve: Resolve) -> Answer:
    written(request, place)  # what cannot be sent is refused before anybody is called
    line = connected(place, policy, clock, resolve)
    try:
        status, headers, body = asked(line, request, place, policy)
    finally:
        line.close()
    return Answer(status=status, url=place.url, seconds=clock.seconds, headers=tuple(headers.items()), body=body)


def _led_on(request: Request, place: Place, status: int, target: str, policy: Policy) -> tuple[Request, Place]:
    """The next request: nothing secret goes to another host, and what was secret on the way stays so."""
    after = _target(place, target, policy)
    if place.is_secure and not after.is_secure:
        raise HttpFailed("redirects", f"{place.at} leads from https to http")
    following = replace(request, url=after.url)
    if (status == 303 and request.method not in ("GET", "HEAD")) or (status in (301, 302) and request.method == "POST"):
        kept = {name: value for name, value in request.headers.items() if not name.lower().startswith("content-")}
        following = replace(following, method="GET", body=b"", headers=kept)
    if after.origin == place.origin:
        return following, after
    if following.body:
        raise HttpFailed("redirects", f"{place.at} would have what we sent sent to another host")
    kept = {name: value for name, value in following.headers.items() if name.lower() in PLAIN_HEADERS}
    return replace(following, headers=kept), after


def _target(place: Place, target: str, policy: Policy) -> Place:
    try:
        return place_of(urljoin(place.url, target), policy)
    except ValueError as error:
        raise HttpFailed("redirects", f"{place.at} leads to what is no address") from error
