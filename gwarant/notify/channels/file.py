"""Mail as files in a directory: for a machine without a mail server, and for looking at what would go out."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import get_ident
from urllib.parse import unquote, urlsplit

from gwarant.notify.channels.envelope import NO_ENTRY, DeliveryFailed, Entry, Envelope, Receipt


@dataclass(frozen=True)
class FileConfig:
    directory: Path


def channel(url: str, _entry: Entry = NO_ENTRY) -> Callable[[Envelope], Receipt]:
    return partial(deliver, config_of(url))


def config_of(url: str) -> FileConfig:
    """`file:///directory`."""
    path = unquote(urlsplit(url).path)
    if not path.startswith("/"):
        raise ValueError("write file:///directory with the whole path")
    return FileConfig(Path(path))


def deliver(config: FileConfig, envelope: Envelope) -> Receipt:
    """Write one .eml file; it appears whole or not at all, and again under the same name."""
    file = config.directory / f"{envelope.name}.eml"
    part = config.directory / f".{envelope.name}.{os.getpid()}.{get_ident()}.part"
    try:
        config.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            out.write(envelope.content)
            out.flush()
            os.fsync(out.fileno())
        part.replace(file)
    except OSError as error:
        raise DeliveryFailed(f"{file}: {error.strerror or error}") from error
    return Receipt(str(file))
