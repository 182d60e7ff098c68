"""A secured line to any port: whether it is trusted, and which certificate is shown there."""

from collections.abc import Callable

import msgspec
import pycurl
from msgspec.structs import replace

from gwarant.prober.addresses import wrong_host
from gwarant.prober.asked import FLAG, LINE, NUMBER, WORDS, Asked
from gwarant.prober.certificates import shown
from gwarant.prober.line import Door, host_in_url, lead_to, secure, set_up_cold
from gwarant.prober.model import Answer
from gwarant.prober.pem import wrong_authorities
from gwarant.prober.phases import phases_of
from gwarant.prober.tools import Tools
from gwarant.prober.wrong import Wrong
from gwarant.prober.wrong import said as _
from gwarant.sla.evidence.model import State


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where to connect. `authorities` (PEM) stand in place of the system's; without `verify` none are asked."""

    host: str
    port: int = 443
    verify: bool = True
    authorities: str = ""


ASKED = {
    "host": Asked(_("Host"), LINE, _("A name or an address, such as mail.shop.example.")),
    "port": Asked(_("Port"), NUMBER),
    "verify": Asked(_("The certificate must be trusted"), FLAG, usual=False),
    "authorities": Asked(
        _("Trusted authorities (PEM)"), WORDS, _("In place of those that the system trusts."), usual=False
    ),
}


def problems(settings: Settings) -> list[str]:
    """What cannot be meant."""
    found = [*wrong_host(settings.host), *wrong_authorities(settings.authorities)]
    if not 0 < settings.port < 65536:
        found.append(Wrong("port", _("a port is a number from 1 to 65535")))
    return found


def begin(settings: Settings, timeout: int, tools: Tools, done: Callable[[Answer], None]) -> None:
    """Connect and shake hands; the answer comes by `done`, within `timeout` milliseconds."""
    handle, door = tools.transfers.handle(), Door(tools.reach)
    set_up_cold(handle)
    lead_to(handle, f"https://{host_in_url(settings.host)}:{settings.port}/", timeout)
    handle.setopt(pycurl.CONNECT_ONLY, 1)
    secure(handle, settings.verify, settings.authorities)
    door.guard(handle)

    def shaken(handle: pycurl.Curl, code: int, said: str) -> None:
        address = handle.getinfo(pycurl.PRIMARY_IP) or door.barred
        if code:
            state, reason = door.failure(code)
            done(Answer(state, reason, phases_of(handle, reason), address, said=said))
        else:
            phases = phases_of(handle)
            done(Answer(State.UP, "", replace(phases, first=0, transfer=0), address, shown(handle)))

    tools.transfers.begin(handle, shaken)
