"""How long each phase of a transfer took, as libcurl's stopwatches say."""

import pycurl

from gwarant.prober.model import Phases, Reason


def phases_of(handle: pycurl.Curl, reason: str = "") -> Phases:
    """The phases of a transfer that is over; those of redirects are summed, what lies between two requests is transfer.

    Where it failed, the rest of the time belongs to the phase in which it did, as the reason says.
    """
    ask = handle.getinfo
    whole, resolve = ask(pycurl.TOTAL_TIME_T), ask(pycurl.NAMELOOKUP_TIME_T)
    if reason == Reason.RESOLVE:
        return Phases(whole)
    connected = ask(pycurl.CONNECT_TIME_T)
    if not connected:
        return Phases(resolve, max(0, whole - resolve))
    connect, secured = max(0, connected - resolve), ask(pycurl.APPCONNECT_TIME_T)
    if reason == Reason.TLS:
        return Phases(resolve, connect, max(0, whole - connected))
    secure = max(0, secured - connected)
    first = max(0, ask(pycurl.STARTTRANSFER_TIME_T) - max(secured, connected))
    return Phases(resolve, connect, secure, first, max(0, whole - resolve - connect - secure - first))
