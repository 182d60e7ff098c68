"""A signature as CMS writes it (RFC 5652): who signed which bytes. Nothing here knows whom to trust."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256, sha384, sha512
from typing import Any

from asn1crypto import cms
from asn1crypto.parser import parse
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

DIGESTS: dict[str, Any] = {"sha256": sha256, "sha384": sha384, "sha512": sha512}
HASHES: dict[str, Callable[[], hashes.HashAlgorithm]] = {
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}
UNREADABLE = (ValueError, TypeError, KeyError, IndexError, x509.InvalidVersion, UnsupportedAlgorithm)
LONGEST_LINE = 50  # certificates that vouch for one another


class NoSignature(Exception):
    """It is no signature that can be checked, or not one of these bytes; the sentence says why."""


@dataclass(frozen=True)
class Signed:
    """Who signed: the certificate, and those beside it that vouch for it, the nearest first; the bare signature."""

    certificate: x509.Certificate
    vouching: tuple[x509.Certificate, ...]
    signature: bytes
    unsigned: Any

    @property
    def fingerprints(self) -> tuple[str, ...]:
        """SHA-256 of the certificate and of those that vouch for it, in hexadecimal digits."""
        return tuple(fingerprint_of(one) for one in (self.certificate, *self.vouching))

    @property
    def name(self) -> str:
        """Whom the certificate names."""
        return name_of(self.certificate)


def data_of(contents: bytes) -> Any:
    """The signed data in the bytes, as asn1crypto tells them. NoSignature."""
    try:
        found = cms.ContentInfo.load(contents)
        if found["content_type"].native != "signed_data":
            raise NoSignature("it is no signature")
        return found["content"]
    except (ValueError, TypeError, KeyError):
        raise NoSignature("its bytes are no signature") from None


def length_of(contents: bytes) -> int:
    """How many of the bytes are the signature's own; what comes behind them fills its place. NoSignature."""
    try:
        return sum(map(len, parse(contents)[3:6]))
    except (ValueError, IndexError):
        raise NoSignature("its bytes are no signature") from None


def signed_by(contents: bytes, message: bytes) -> Signed:
    """Who signed the message; no byte of the signature may be another one than the house writes. NoSignature."""
    try:
        found = _signed(data_of(contents), message)
        if [*_loose(contents, found)]:
            raise NoSignature("there are bytes in it that it does not cover and that are none of the house's")
        return found
    except UNREADABLE:
        raise NoSignature("its bytes are no signature that can be read") from None


def checked(data: Any, message: bytes) -> Signed:
    """The same of signed data that were read already."""
    try:
        return _signed(data, message)
    except UNREADABLE:
        raise NoSignature("its bytes are no signature that can be read") from None


def fingerprint_of(certificate: x509.Certificate) -> str:
    """SHA-256 of the certificate, in hexadecimal digits."""
    return certificate.fingerprint(hashes.SHA256()).hex()


def name_of(certificate: x509.Certificate) -> str:
    """The common name, else the whole subject."""
    found = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(found[0].value) if found else certificate.subject.rfc4514_string()


def _signed(data: Any, message: bytes) -> Signed:
    (signer,) = data["signer_infos"]
    digest = signer["digest_algorithm"]["algorithm"].native
    if digest not in DIGESTS:
        raise NoSignature(f"it rests on {digest}, which is not trusted")
    attributes = {one["type"].native: one["values"] for one in signer["signed_attrs"]}
    if attributes["message_digest"][0].native != DIGESTS[digest](message).digest():
        raise NoSignature("it was made over other bytes")
    others = [x509.load_der_x509_certificate(one.chosen.dump()) for one in data["certificates"]]
    certificate = _own(signer, others)
    _named(attributes, certificate)
    signature = signer["signature"].native
    _verify(certificate, signer["signature_algorithm"], digest, signature, signer["signed_attrs"].untag().dump())
    return Signed(certificate, vouching(certificate, others), signature, signer["unsigned_attrs"])


def _loose(contents: bytes, found: Signed) -> Iterator[str]:
    """What of the signature its key does not vouch for and is not as it is always written."""
    info = cms.ContentInfo.load(contents[: length_of(contents)], strict=True)
    data = info["content"]
    (signer,) = data["signer_infos"]
    digest = {"algorithm": signer["digest_algorithm"]["algorithm"].native, "parameters": None}
    plain = {"content_type": "data", "content": None}
    written = ("v1", [digest], plain, None, "v1", digest)
    told = (data["version"], data["digest_algorithms"], data["encap_content_info"], data["crls"])
    if (*(one.native for one in told), signer["version"].native, signer["digest_algorithm"].native) != written:
        yield "its frame"
    attributes = [one["type"].native for one in signer["unsigned_attrs"] or ()]
    if attributes not in ([], ["signature_time_stamp_token"]):
        yield "what stands beside it"
    carried = [fingerprint_of(x509.load_der_x509_certificate(one.chosen.dump())) for one in data["certificates"]]
    if sorted(carried) != sorted(found.fingerprints):
        yield "a certificate that vouches for nothing"
    if not _is_of_key(signer["signature_algorithm"], found.certificate, digest["algorithm"]):
        yield "how it was signed"
    if info.dump(force=True) != contents[: length_of(contents)]:
        yield "how it is written"


def _is_of_key(algorithm: Any, certificate: x509.Certificate, digest: str) -> bool:
    """Whether the signature says of itself how it was made: by the kind of its key and its digest."""
    is_curve = isinstance(certificate.public_key(), ec.EllipticCurvePublicKey)
    ways = (f"{digest}_ecdsa",) if is_curve else (f"{digest}_rsa", "rsassa_pkcs1v15", "rsassa_pss")
    return algorithm["algorithm"].native in ways


def _own(signer: Any, certificates: list[x509.Certificate]) -> x509.Certificate:
    """The certificate that the signer names."""
    sid = signer["sid"].chosen
    serial, issuer = sid["serial_number"].native, sid["issuer"].dump()
    found = [one for one in certificates if (one.serial_number, one.issuer.public_bytes()) == (serial, issuer)]
    if len(found) != 1:
        raise NoSignature("it lacks the certificate of who signed")
    return found[0]


def _named(attributes: dict[str, Any], certificate: x509.Certificate) -> None:
    """Where the signature names its certificate by a hash, it has to be this one."""
    der = certificate.public_bytes(Encoding.DER)
    for key in ("signing_certificate_v2", "signing_certificate"):
        for one in attributes[key][0]["certs"] if key in attributes else ():
            algorithm = one["hash_algorithm"]["algorithm"].native if key.endswith("v2") else "sha1"
            if algorithm in DIGESTS and one["cert_hash"].native != DIGESTS[algorithm](der).digest():
                raise NoSignature("it names another certificate than it carries")
            return


def _verify(certificate: x509.Certificate, algorithm: Any, digest: str, signature: bytes, signed: bytes) -> None:
    key, hashed = certificate.public_key(), HASHES[digest]()
    try:
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, signed, ec.ECDSA(hashed))
        elif isinstance(key, rsa.RSAPublicKey) and algorithm["algorithm"].native == "rsassa_pss":
            key.verify(signature, signed, padding.PSS(padding.MGF1(hashed), padding.PSS.AUTO), hashed)
        elif isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, signed, padding.PKCS1v15(), hashed)
        else:
            raise NoSignature("its key is of a kind that is not known here")
    except InvalidSignature:
        raise NoSignature("it does not fit the key of its certificate") from None


def vouching(certificate: x509.Certificate, others: Sequence[x509.Certificate]) -> tuple[x509.Certificate, ...]:
    """The certificates by which this one was issued, as far as they are there, up to one that vouches for itself."""
    last = certificate
    found: list[x509.Certificate] = []
    while len(found) < LONGEST_LINE:
        above = next((one for one in others if one not in (*found, certificate) and _issued(last, one)), None)
        if above is None:
            break
        found.append(above)
        last = above
    return tuple(found)


def _issued(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True
