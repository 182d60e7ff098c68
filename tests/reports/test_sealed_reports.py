"""The house's seal: made once, kept encrypted, changed without harm to what was sealed; bought ones; time stamps."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread

import pytest
from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed25519, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from cryptography.x509.oid import NameOID
from django.db import DatabaseError, transaction
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfReader, PdfWriter
from sweeps import IS_WHOLE, is_drawn

from gwarant.cli.founding import found_company
from gwarant.cli.migrating import have_key
from gwarant.contracts.models import Contract
from gwarant.database.scope import ENGINE, scoped, staff_scope
from gwarant.demo.cast import World
from gwarant.reports.actions import close
from gwarant.reports.checked.cms import NoSignature, fingerprint_of, length_of, signed_by
from gwarant.reports.checked.sealed import Seal, seal_of
from gwarant.reports.sealing.keys import Sealer, all_keys, make, own_sealer, rotate
from gwarant.reports.sealing.models import SealKey
from gwarant.reports.sealing.sealer import SealUnusable, bought, seal_told
from gwarant.reports.sealing.sealing import sealed
from gwarant.reports.sealing.stamping import REPLY, Authority, NotStamped
from gwarant.safe_http import Policy

NOW = datetime(2026, 7, 3, 8, 0, tzinfo=UTC)
DAY = timedelta(days=1)
NEAR = Policy(inside=("127.0.0.0/8",), ports=range(1, 65536), may_be_plain=True, patience=2, whole=4)


@pytest.fixture(scope="module")
def plain() -> bytes:
    """Some PDF that nobody has sealed."""
    writer, out = PdfWriter(), BytesIO()
    writer.add_blank_page(200, 200)
    writer.generate_file_identifiers()
    writer.write(out)
    return out.getvalue()


def seen(pdf: bytes) -> Seal:
    return seal_of(pdf, PdfReader(BytesIO(pdf)))


def named(
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey, by: Sealer | None = None, name: str = "Authority"
) -> x509.Certificate:
    own = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = x509.CertificateBuilder().subject_name(own).issuer_name(by.certificate.subject if by else own)
    made = (
        made.public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW)
        .not_valid_after(NOW + 999 * DAY)
    )
    return made.sign(by.key if by else key, SHA256())


def test_the_first_key_is_made_once_and_the_same_file_gives_the_same_seal(house: World, plain: bytes) -> None:
    assert make(NOW).fingerprint == make(NOW + DAY).fingerprint
    pdf = sealed(plain, own_sealer(NOW), NOW)
    assert sealed(plain, own_sealer(NOW), NOW) == pdf
    found = seen(pdf)
    assert (found.faults, found.stamp) == ((), None)
    assert found.signed is not None
    assert found.signed.fingerprints == (all_keys()[0].fingerprint,)
    assert found.signed.name == "Softhouse Example sp. z o.o."


def test_the_private_half_is_encrypted_and_only_the_engines_scope_sees_the_keys(house: World) -> None:
    make(NOW)
    with scoped(ENGINE):
        key = SealKey.objects.get()
        assert b"\x30" != bytes(key.sealed)[:1] == b"\x01"
        for change in (lambda: SealKey.objects.update(certificate=b"x"), lambda: SealKey.objects.all().delete()):
            with pytest.raises(DatabaseError), transaction.atomic():
                change()
    with scoped(staff_scope(house.olga.pk)):
        assert not SealKey.objects.exists()


def test_what_was_sealed_stays_valid_and_the_key_before_vouches_for_the_next(house: World, plain: bytes) -> None:
    before = seen(old := sealed(plain, own_sealer(NOW), NOW))
    rotate(NOW + DAY)
    third = rotate(NOW + 2 * DAY)
    new = seen(sealed(plain, own_sealer(NOW), NOW))
    assert before.signed is not None
    assert new.signed is not None
    assert (seen(old).faults, new.faults) == ((), ())
    assert new.signed.fingerprints[0] == third.fingerprint
    assert new.signed.fingerprints[2] == before.signed.fingerprints[0]
    with scoped(ENGINE):
        assert [bool(one.sealed) for one in SealKey.objects.order_by("number")] == [False, False, True]


def test_a_key_that_is_not_trusted_any_more_vouches_for_nothing(house: World, plain: bytes) -> None:
    first = make(NOW)
    new = rotate(NOW + DAY, is_vouched_for=False)
    found = seen(sealed(plain, own_sealer(NOW), NOW))
    assert found.signed is not None
    assert found.signed.fingerprints == (new.fingerprint,)
    assert first.fingerprint not in found.signed.fingerprints


@pytest.mark.parametrize("kind", ["elliptic", "rsa"])
def test_a_bought_seal_is_used_with_the_certificates_that_lead_to_its_authority(
    plain: bytes, tmp_path: Path, kind: str
) -> None:
    root_key = ec.generate_private_key(ec.SECP256R1())
    root = Sealer(root_key, named(root_key), (), NOW)
    key = ec.generate_private_key(ec.SECP384R1()) if kind == "elliptic" else rsa.generate_private_key(65537, 2048)
    own, other = named(key, root, "Qualified House"), named(ec.generate_private_key(ec.SECP256R1()), None, "Nobody")
    file = tmp_path / "seal.p12"
    file.write_bytes(
        serialize_key_and_certificates(b"seal", key, own, [other, root.certificate], BestAvailableEncryption(b"open"))
    )
    found = seen(sealed(plain, bought(str(file), "open"), NOW))
    assert found.faults == ()
    assert found.signed is not None
    assert found.signed.fingerprints == (fingerprint_of(own), fingerprint_of(root.certificate))
    with pytest.raises(SealUnusable, match="wrong password"):
        bought(str(file), "wrong")
    with pytest.raises(SealUnusable, match="cannot be read"):
        bought(str(tmp_path / "none"), "")


@pytest.mark.sweep
def test_no_bit_of_a_seal_can_be_another_one(house: World, plain: bytes) -> None:
    """Also of what its key does not cover: each names another signer, is none, or is not as the house writes it."""
    with scoped(ENGINE):
        pdf = sealed(plain, own_sealer(NOW), NOW)
    at = pdf.index(b"/Contents <") + len(b"/Contents ")
    end = pdf.index(b">", at) + 1
    contents, message = bytes.fromhex(pdf[at + 1 : end - 1].decode()), pdf[:at] + pdf[end:]
    honest = signed_by(contents, message).fingerprints
    bits = [one for one in range(8 * length_of(contents)) if is_drawn("bits of a seal", one)]
    assert len(bits) > 500
    for bit in bits[:: 1 if IS_WHOLE else 6]:
        turned = bytearray(contents)
        turned[bit // 8] ^= 1 << bit % 8
        assert is_other(bytes(turned), message, honest), bit


def is_other(contents: bytes, message: bytes, honest: tuple[str, ...]) -> bool:
    """Whether it is no seal, somebody else's, or has bytes behind its end."""
    try:
        return signed_by(contents, message).fingerprints != honest or any(contents[length_of(contents) :])
    except NoSignature:
        return True


@pytest.mark.parametrize("kind", ["DSA", "Ed25519"])
def test_a_bought_key_of_another_kind_is_refused_with_the_kinds_that_work(tmp_path: Path, kind: str) -> None:
    key = dsa.generate_private_key(1024) if kind == "DSA" else ed25519.Ed25519PrivateKey.generate()
    own = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "House")])
    made = x509.CertificateBuilder().subject_name(own).issuer_name(own).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(NOW).not_valid_after(NOW + DAY)
    certificate = made.sign(key, SHA256() if kind == "DSA" else None)
    file = tmp_path / "seal.p12"
    file.write_bytes(serialize_key_and_certificates(b"seal", key, certificate, None, NoEncryption()))
    with pytest.raises(SealUnusable, match=f"{kind}; a seal takes RSA, or an elliptic curve"):
        bought(str(file), "")


def test_a_founded_house_has_its_key_from_that_moment(db: None) -> None:
    found_company(name="House", language="en", now=NOW)
    assert [one.made_at for one in all_keys()] == [NOW]


def test_an_instance_of_a_release_without_seals_gets_its_key_at_the_upgrade(house: World) -> None:
    have_key()
    (key,) = all_keys()
    have_key()
    assert all_keys() == [key]


def test_nothing_is_sealed_in_the_name_of_nobody(db: None) -> None:
    have_key()
    assert all_keys() == []


def test_no_key_is_younger_than_what_it_seals(house: World) -> None:
    with scoped(ENGINE):
        report = close(Contract.objects.get(number="SHOP-2026-01"), "2026-06", by=house.olga, now=NOW)
    (key,) = all_keys()
    assert key.made_at < report.stated_at
    assert x509.load_der_x509_certificate(bytes(key.certificate)).not_valid_before_utc < report.stated_at


def test_telling_the_seal_makes_no_key(house: World) -> None:
    assert seal_told(NOW) == ""
    assert all_keys() == []
    made = make(NOW)
    assert seal_told(NOW) == made.fingerprint


class _Server(HTTPServer):
    stamper: DummyTimeStamper | None = None


class _Stamps(BaseHTTPRequestHandler):
    """An authority that stamps by RFC 3161, or refuses where it has no key."""

    def do_POST(self) -> None:
        assert isinstance(self.server, _Server)
        asked = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
        stamper = self.server.stamper
        body = stamper.request_tsa_response(asked).dump() if stamper else b"busy"
        self.send_response(200 if stamper else 503)
        self.send_header("Content-Type", REPLY)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing on the screen."""


@pytest.fixture
def authority() -> Iterator[_Server]:
    server = _Server(("127.0.0.1", 0), _Stamps)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def test_an_authority_stamps_the_seal_and_a_refusal_is_told(house: World, plain: bytes, authority: _Server) -> None:
    asked = Authority(f"http://127.0.0.1:{authority.server_port}/", NEAR)
    with pytest.raises(NotStamped, match="503"):
        sealed(plain, own_sealer(NOW), NOW, asked)
    key = rsa.generate_private_key(65537, 2048)
    certificate = asn1.Certificate.load(named(key, name="Stamps").public_bytes(Encoding.DER))
    private = asn1_keys.PrivateKeyInfo.load(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))
    authority.stamper = DummyTimeStamper(certificate, private, fixed_dt=NOW + DAY)
    pdf = sealed(plain, own_sealer(NOW), NOW, asked)
    found = seen(pdf)
    assert found.faults == ()
    assert found.stamp is not None
    assert (found.stamp.at, found.stamp.by) == (NOW + DAY, "Stamps")


def test_another_program_finds_the_seal_whole_and_valid_as_well(house: World, plain: bytes) -> None:
    own = own_sealer(NOW)
    pdf = sealed(plain, own, NOW)
    (found,) = PdfFileReader(BytesIO(pdf)).embedded_signatures
    root = asn1.Certificate.load(own.certificate.public_bytes(Encoding.DER))
    with ThreadPoolExecutor(1) as alone:  # a browser test leaves its event loop in this thread
        context = ValidationContext(trust_roots=[root], moment=NOW + DAY)
        status = alone.submit(validate_pdf_signature, found, context).result()
    assert (status.intact, status.valid, status.trusted) == (True, True, True)
    assert status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    assert found.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
