"""Where a request comes from."""

from collections.abc import Mapping
from ipaddress import ip_address
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
