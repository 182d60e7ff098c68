"""Which build draws: a hash of its words and of the code; one release number may stand over many."""

from hashlib import sha256
from pathlib import Path

import gwarant

DRAW = ("packages", "pictures", "reports/paper", "sla")


def build() -> str:
    """As "sha256:…", over every file of the packages that draw and its path."""
    return _BUILD


def _of(root: Path) -> str:
    files = (file for folder in DRAW for file in (root / folder).rglob("*") if file.is_file())
    told = sha256()
    for file in sorted(one for one in files if "__pycache__" not in one.parts):
        content = file.read_bytes()
        told.update(f"{file.relative_to(root).as_posix()} {len(content)}\n".encode() + content)
    return f"sha256:{told.hexdigest()}"


_BUILD = _of(Path(gwarant.__file__).parent)  # as they were loaded: an upgrade may replace them under a running program
