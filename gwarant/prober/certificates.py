"""What a certificate says of itself; the same one is read once."""

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
    """The certificate that the server of a transfer showed last; None on a line without security."""
    chain = handle.getinfo(pycurl.INFO_CERTINFO) if handle.getinfo(pycurl.APPCONNECT_TIME_T) else []
    own = dict(chain[0]).get("Cert", "") if chain else ""
    return certificate_of(own) if own else None


def _name(name: x509.Name) -> str:
    return name.rfc4514_string()[:200]
