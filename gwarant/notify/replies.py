"""What another mail server answered, as people read it."""

import re


def as_said(code: str, said: str) -> str:
    """The server's words, behind its code where they do not say that already; once, where each of their lines does."""
    if not code:
        return said
    named = re.compile(rf"(?<![0-9.]){re.escape(code)}(?!\.?[0-9])")
    first = named.search(said)
    if first is None:
        return " ".join(part for part in (code, said) if part)
    again = re.compile(rf"\s+[245][0-9]{{2}}[ -]{named.pattern}")
    return said[: first.end()] + again.sub("", said[first.end() :])
