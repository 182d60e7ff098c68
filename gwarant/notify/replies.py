"""What another mail server answered, as people read it."""

import re


def as_said(code: str, said: str) -> str:
    """The server's words, behind its code where they do not say that already."""
    names = code and re.search(rf"(?<![0-9.]){re.escape(code)}(?!\.?[0-9])", said)
    return said if names else " ".join(part for part in (code, said) if part)
