"""A passkey as a browser would have registered it, the second step of an app, and recovery codes."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from cryptography.hazmat.primitives.asymmetric import ec
from django.http import HttpRequest
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from gwarant.accounts.models import User
from gwarant.database.scope import ENGINE, scoped

_PRESENT_AND_ATTESTED = 0x41


def secure(user: User) -> Authenticator:
    """Give somebody every second step there is; the passkey."""
    data = {"name": "Key", "passwordless": False, "credential": credential(user.pk)}
    with scoped(ENGINE):
        TOTP.activate(user, generate_totp_secret())
        RecoveryCodes.activate(user)
        return Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data=data)


def credential(number: int) -> dict[str, Any]:
    """What a browser answers to the demand for a new passkey."""
    name = number.to_bytes(16, "big")
    public = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    kept = AttestedCredentialData.create(b"\0" * 16, name, public)
    attested = AuthenticatorData.create(b"\0" * 32, _PRESENT_AND_ATTESTED, 0, kept)
    told = CollectedClientData.create("webauthn.create", b"\0" * 32, "http://testserver")
    answer = {
        "clientDataJSON": websafe_encode(told),
        "attestationObject": websafe_encode(AttestationObject.create("none", attested, {})),
    }
    return {"id": websafe_encode(name), "rawId": websafe_encode(name), "type": "public-key", "response": answer}


def just_signed_in(session: Any, user: User) -> None:
    """Note in the session that the person has typed the password a moment ago."""
    request = HttpRequest()
    request.session = session
    record_authentication(request, user, "password", reauthenticated=True)
    session.save()
