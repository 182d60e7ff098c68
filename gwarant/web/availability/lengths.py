"""How long answers took, in words."""


def latency_words(microseconds: float) -> str:
    """A length in milliseconds."""
    return f"{round(microseconds / 1000)} ms" if microseconds >= 1000 else "< 1 ms"
