"""A PDF with the house's seal: PAdES, over every byte of the file but the seal itself."""

import logging
from asyncio import run
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from typing import Any

from asn1crypto import x509 as asn1
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import Signer
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import SignatureObject
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko_certvalidator.registry import SimpleCertificateStore

from gwarant.notify.channels.web import PORTS as HIGH
from gwarant.reports.sealing.keys import Sealer
from gwarant.reports.sealing.stamping import MOST, Authority, NotStamped
from gwarant.safe_http import Policy

FIELD = "Seal"
PORTS = frozenset({80, *HIGH})  # what an authority gives is signed: it needs no secret line
_Number: Any = NumberObject  # what pyHanko leaves untyped
_Dictionary: Any = DictionaryObject
ROOM, ROOM_FOR_A_STAMP = 8 * 1024, 16 * 1024  # bytes kept for the seal, which come twice as long in the file

logger = logging.getLogger(__name__)


class _Writer(IncrementalPdfFileWriter):
    """Adds the seal and nothing else: the document's own metadata stay as they were set, and the same give the same."""

    def _update_meta(self) -> None:
        """Whatever stands in them was checked when the report was set."""

    @classmethod
    def _handle_id(cls, prev: Any) -> ArrayObject:
        first = prev.trailer["/ID"][0]
        plain = getattr(first, "original_bytes", first)
        return ArrayObject([ByteStringObject(plain), ByteStringObject(sha256(bytes(plain)).digest()[:16])])


class _Signer(Signer):
    """Signs with a key that is open already; an elliptic one gives the same signature of the same bytes."""

    def __init__(self, sealer: Sealer) -> None:
        others = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        others.register_multiple(_asn1(one) for one in sealer.vouching)
        super().__init__(signing_cert=_asn1(sealer.certificate), cert_registry=others)
        self.key = sealer.key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        if isinstance(self.key, ec.EllipticCurvePrivateKey):
            return self.key.sign(data, ec.ECDSA(SHA256(), deterministic_signing=True))
        return self.key.sign(data, padding.PKCS1v15(), SHA256())


def sealed(pdf: bytes, sealer: Sealer, at: datetime, authority: Authority | None = None) -> bytes:
    """The file with the seal; the same bytes again where no authority stamps it. NotStamped."""
    writer = _Writer(BytesIO(pdf if pdf.endswith(b"\n") else pdf + b"\n"))  # PDF/A: an object begins a line
    room = (ROOM_FOR_A_STAMP if authority else ROOM) * 2
    steps = PdfCMSEmbedder().write_cms(field_name=FIELD, writer=writer)
    _tag(writer, next(steps))
    moment = max(at, sealer.since)
    told = SignatureObject(timestamp=moment, subfilter=SigSeedSubFilter.PADES, bytes_reserved=room)
    steps.send(SigObjSetup(sig_placeholder=told))
    prepared, output = steps.send(SigIOSetup(md_algorithm="sha256", in_place=True))
    signing = _Signer(sealer).async_sign(prepared.document_digest, "sha256", use_pades=True, timestamper=authority)
    with ThreadPoolExecutor(1) as alone:  # a loop of its own, wherever another one runs
        made = alone.submit(run, signing).result()
    steps.send(made)
    return bytes(output.getbuffer())


def _tag(writer: _Writer, field: Any) -> None:
    """Name the field and give it its place in the structure: PDF/UA wants every field to be of a form there."""
    widget = field.get_object()
    widget[NameObject("/TU")] = TextStringObject(FIELD)  # a field says what it is
    if "/StructTreeRoot" not in writer.root:
        return
    structure = writer.root["/StructTreeRoot"]
    document, tree = structure["/K"][0], structure["/ParentTree"]
    key = int(structure["/ParentTreeNextKey"])
    parts = {"/Type": NameObject("/OBJR"), "/Obj": field, "/Pg": widget.raw_get("/P")}
    told = {"/Type": NameObject("/StructElem"), "/S": NameObject("/Form"), "/P": structure.raw_get("/K")[0]}
    form = writer.add_object(_dictionary({**told, "/K": _dictionary(parts)}))
    widget[NameObject("/StructParent")] = _Number(key)
    document["/K"].append(form)
    tree["/Nums"].extend([_Number(key), form])
    structure[NameObject("/ParentTreeNextKey")] = _Number(key + 1)
    for one in (document, tree, structure):
        writer.update_container(one)


def _dictionary(told: dict[str, Any]) -> DictionaryObject:
    made: DictionaryObject = _Dictionary({NameObject(key): value for key, value in told.items()})
    return made


def stamped(pdf: bytes, sealer: Sealer, at: datetime, url: str, inside: tuple[str, ...]) -> bytes:
    """The same with a stamp of the authority at `url`; without one where it gives none. `inside`: hosts of our own."""
    policy = Policy(inside=inside, ports=PORTS, may_be_plain=True, patience=3, whole=6, most=MOST)
    try:
        return sealed(pdf, sealer, at, Authority(url, policy))
    except (NotStamped, TimestampRequestError) as error:
        logger.warning("no time stamp from %s: %s", url, error)
        return sealed(pdf, sealer, at)


def _asn1(certificate: Any) -> asn1.Certificate:
    return asn1.Certificate.load(certificate.public_bytes(Encoding.DER))
