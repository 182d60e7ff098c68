"""What a certificate says of itself; the same one is read once."""

from collections.abc import Sequence
from functools import lru_cache

import pycurl
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256

from gwarant.prober.model import Certificate


@lru_cache(4096)
def certificate_of(pem: str) -> Certificate | None:
    """The certificate in the text; None where it is none that can be read."""
    try:
        found = x509.load_pem_x509_certificate(pem.encode())
        return Certificate(
            begins=int(found.not_valid_before_utc.timestamp()),
            ends=int(found.not_valid_after_utc.timestamp()),
            print=found.fingerprint(SHA256()).hex(),
            subject=_name(found.subject),
            issuer=_name(found.issuer),
        )
    except ValueError:
        return None


def shown(handle: pycurl.Curl) -> Certificate | None:
    """The certificate that the server of a transfer showed last, as `ends_first`; None on a line without security."""
    if not handle.getinfo(pycurl.APPCONNECT_TIME_T):
        return None
    return ends_first([dict(one).get("Cert", "") for one in handle.getinfo(pycurl.INFO_CERTINFO)[:2]])


def ends_first(chain: Sequence[str]) -> Certificate | None:
    """The server's own certificate, the first of the chain, or the one that issued it where that ends sooner.

    What stands above these may be there for old readers alone, and its end need not end anything.
    """
    own, above = ([*map(certificate_of, filter(None, chain[:2])), None, None])[:2]
    if own is None or above is None or above.subject != own.issuer:
        return own
    return above if above.ends < own.ends else own


def _name(name: x509.Name) -> str:
    return name.rfc4514_string()[:200]
