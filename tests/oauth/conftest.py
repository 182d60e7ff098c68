"""Loopback providers and mail servers, over TLS, with an authority of their own."""

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from certificates import certificate, key_of, key_pem_of, pem_of, serving_as
from loopback import serving
from providers import ACCOUNT, CLIENT, NOW, TENANT, Google, Microsoft, Provider, Refreshed

from gwarant.oauth import GoogleService, MicrosoftApp, Refresh
from gwarant.safe_http import Policy

BEGAN = datetime.now(UTC) - timedelta(days=1)  # noqa: TID251 - TLS reads the clock of this machine


@pytest.fixture(scope="session")
def tls(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, str]:
    """What a server on loopback needs, and the file of the authority that its clients trust."""
    path = tmp_path_factory.mktemp("tls")
    return serving_as(path, "loopback", ("127.0.0.2", "mail.example"), BEGAN), str(path / "loopback.pem")


@pytest.fixture
def policy(tls: tuple[ssl.SSLContext, str]) -> Policy:
    return Policy(inside=("127.0.0.2",), ca=tls[1], patience=3, whole=6, most=65_536)


def served(provider: Provider, context: ssl.SSLContext) -> Iterator[Provider]:
    with serving(provider.talk, context=context) as server:
        provider.url = f"https://{server.at}"
        yield provider


@pytest.fixture
def microsoft(tls: tuple[ssl.SSLContext, str]) -> Iterator[Provider]:
    provider = Microsoft()
    provider.register(certificate("application", ("application",), NOW - timedelta(days=1)))
    yield from served(provider, tls[0])


@pytest.fixture
def google(tls: tuple[ssl.SSLContext, str]) -> Iterator[Provider]:
    yield from served(Google(keys={"key-1": key_of("service").public_key()}), tls[0])


@pytest.fixture
def refreshed(tls: tuple[ssl.SSLContext, str]) -> Iterator[Provider]:
    yield from served(Refreshed(), tls[0])


@pytest.fixture
def app(microsoft: Microsoft) -> MicrosoftApp:
    (known,) = microsoft.registered.values()
    return MicrosoftApp(
        tenant=TENANT, client=CLIENT, certificate=pem_of(known), key=key_pem_of("application"), login=microsoft.url
    )


@pytest.fixture
def service(google: Google) -> GoogleService:
    return GoogleService(
        account=ACCOUNT,
        user="desk@house.example",
        key=key_pem_of("service"),
        key_id="key-1",
        token_url=f"{google.url}/token",
    )


@pytest.fixture
def refresh(refreshed: Refreshed) -> Refresh:
    return Refresh(
        token_url=f"{refreshed.url}/oauth/token", client=CLIENT, client_secret="shared", refresh_token="first"
    )
