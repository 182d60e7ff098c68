"""Who a prober is: its key, its name at the server and where that is, in a file that only it reads."""

import os
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

FILE = "prober.json"


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """The server's address, the name that it gave, the place, and our private key (hex)."""

    server: str
    prober: str
    place: str
    key: str
    authorities: str = ""  # PEM of those who are trusted to name the server, in place of the system's

    def private_key(self) -> Ed25519PrivateKey:
        return key_in(self.key)


def key_in(text: str) -> Ed25519PrivateKey:
    """The key as it is kept."""
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(text))


def new_key() -> str:
    """A key of its own, as it is kept."""
    key = Ed25519PrivateKey.generate()
    return key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption()).hex()


def public_half(key: Ed25519PrivateKey) -> bytes:
    """What the server is given: 32 bytes."""
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def kept(folder: Path) -> Identity | None:
    """The identity in the folder, or None where none was made yet."""
    try:
        return msgspec.json.decode((folder / FILE).read_bytes(), type=Identity)
    except FileNotFoundError:
        return None


def keep(folder: Path, identity: Identity) -> None:
    """Write it, for this user alone."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = folder / f"{FILE}.part"
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(msgspec.json.encode(identity))
        file.flush()
        os.fsync(file.fileno())
    part.rename(folder / FILE)
