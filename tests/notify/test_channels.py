"""The ways out of the house, against a real mail server and a real directory."""

import ssl
import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest
from aiosmtpd.smtp import AuthResult
from post_office import PostOffice

from gwarant.notify.channels import channel_of, smtp
from gwarant.notify.channels.envelope import DeliveryFailed, Envelope
from gwarant.notify.channels.smtp import config_of

MAIL = Envelope("20260601T080000Z-abc", "gwarant@house.example", "cora@shop.example", b"Subject: Hi\r\n\r\nHello\r\n")


def failure(url):
    with pytest.raises(DeliveryFailed) as caught:
        channel_of(url)(MAIL)
    return caught.value


def test_a_mail_reaches_the_server_and_its_answer_is_the_receipt(office):
    receipt = channel_of(office.url)(MAIL)

    assert receipt.said == "250 OK queued"
    assert [one["Subject"] for one in office.taken] == ["Hi"]


@pytest.mark.parametrize(("answer", "permanent"), [("451 Later", False), ("550 Nobody here", True), ("552 Full", True)])
def test_a_refused_recipient_is_told_in_the_servers_words(office, answer, permanent):
    office.on_rcpt = answer

    assert (failure(office.url).message, failure(office.url).permanent) == (answer, permanent)


@pytest.mark.parametrize(("answer", "permanent"), [("451 Busy", False), ("554 Spam", True)])
def test_a_refused_message_is_told_in_the_servers_words(office, answer, permanent):
    office.on_data = answer

    assert (failure(office.url).message, failure(office.url).permanent) == (answer, permanent)
    assert office.taken == []


def test_a_server_that_says_nothing_is_given_up_for_now(office):
    office.silent = True  # it would take the mail in the end

    assert not failure(office.url).permanent
    assert office.taken == []


def test_a_server_that_drips_is_hung_up_on(monkeypatch):
    monkeypatch.setattr(smtp, "WHOLE", 0.5)
    office = PostOffice()
    office.on_rcpt = "250 OK"
    office.silent = True
    office.start()
    try:
        assert not failure(office.url.replace("timeout=1", "timeout=20")).permanent
        assert office.taken == []
    finally:
        office.stop()


def test_a_server_that_hangs_up_after_the_data_leaves_it_open(office):
    office.hangs_up = True

    assert not failure(office.url).permanent


def test_a_server_that_is_away_is_tried_again(office):
    url = office.url
    office.stop()

    assert not failure(url).permanent


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    place = tmp_path_factory.mktemp("tls")
    files = ["-keyout", str(place / "key.pem"), "-out", str(place / "cert.pem")]
    name = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
    subprocess.run(["openssl", "req", "-x509", *curve, *files, *name], check=True, capture_output=True)
    return place


def context_of(place):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(place / "cert.pem", place / "key.pem")
    return context


def opened(office):
    office.start()
    return office.port


def test_starttls_is_used_where_it_is_offered_and_the_certificate_is_checked(certificate):
    office = PostOffice(tls_context=context_of(certificate))
    try:
        port = opened(office)
        channel_of(f"smtp://localhost:{port}?ca={certificate}/cert.pem")(MAIL)
        assert office.was_secure == [True]
        assert "certificate verify failed" in failure(f"smtp://localhost:{port}").message
    finally:
        office.stop()


def test_a_password_goes_over_tls_only(certificate):
    office = PostOffice(
        tls_context=context_of(certificate),
        auth_required=True,
        authenticator=lambda *told: AuthResult(success=told[-1].password == b"p w", handled=False),
    )
    try:
        port = opened(office)
        channel_of(f"smtp://desk:p%20w@localhost:{port}?ca={certificate}/cert.pem")(MAIL)
        assert len(office.taken) == 1
        wrong = failure(f"smtp://desk:wrong@localhost:{port}?ca={certificate}/cert.pem")
        assert wrong.message.startswith("535")
        assert not wrong.permanent
    finally:
        office.stop()


def test_no_mail_goes_where_starttls_is_wanted_and_not_offered(office):
    assert not failure(f"{office.url}&tls=starttls").permanent
    assert office.taken == []


def test_smtps_is_tls_from_the_start(certificate):
    office = PostOffice(ssl_context=context_of(certificate))
    try:
        port = opened(office)
        channel_of(f"smtps://localhost:{port}?ca={certificate}/cert.pem")(MAIL)
        assert len(office.taken) == 1
        assert config_of("smtps://mail.example").port == 465
    finally:
        office.stop()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("pigeon://x", "is no way out"),
        ("smtp://", "no host"),
        ("smtp://h?tls=maybe", "is not known"),
        ("smtp://h?speed=9", "speed is not known"),
        ("smtp://h?timeout=0", "is not a number of seconds"),
        ("smtp://u:p@h?tls=none", "could be read on the way"),
        ("smtps://h?tls=none", "leave tls out"),
        ("file://relative/path?", "whole path"),
    ],
)
def test_a_wrong_url_is_explained(url, said):
    if url.startswith("file"):
        url = "file:relative"
    with pytest.raises(ValueError, match=said):
        channel_of(url)


def test_a_file_appears_whole_and_under_the_same_name_again(tmp_path):
    deliver = channel_of(f"file://{tmp_path}/out")
    deliver(MAIL)
    receipt = deliver(MAIL)

    (file,) = (tmp_path / "out").iterdir()
    assert file.read_bytes() == MAIL.content
    assert receipt.said == str(file)
    assert file.stat().st_mode & 0o077 == 0


def test_many_files_at_once_leave_no_halves(tmp_path):
    deliver = channel_of(f"file://{tmp_path}")
    mails = [Envelope(f"m{n % 5}", "a@b.example", "c@d.example", b"x" * 50_000) for n in range(50)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(deliver, mails))

    assert sorted(one.name for one in tmp_path.iterdir()) == [f"m{n}.eml" for n in range(5)]


def test_a_directory_that_cannot_be_written_is_tried_again(tmp_path):
    (tmp_path / "file").write_text("")

    assert not failure(f"file://{tmp_path}/file/mail").permanent
