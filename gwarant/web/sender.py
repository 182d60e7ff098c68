"""Where a request comes from."""

from collections.abc import Mapping
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from django.conf import settings


def sender_of(environ: Mapping[str, Any]) -> str:
    """The address, empty where none is known; behind a proxy of ours, what that proxy says."""
    direct = str(environ.get("REMOTE_ADDR") or "")
    if settings.SECURE_PROXY_SSL_HEADER is None:
        return direct
    told = str(environ.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip()
    try:
        return str(ip_address(told))
    except ValueError:
        return direct


def place_of(environ: Mapping[str, Any]) -> str:
    """Whoever has one address has this place in the net: of the longer addresses a whole network of 64 bits is one."""
    sender = sender_of(environ)
    try:
        address = ip_address(sender.partition("%")[0])
    except ValueError:
        return sender
    is_long = isinstance(address, IPv6Address) and address.ipv4_mapped is None
    return str(ip_network((address, 64), strict=False)) if is_long else sender
