"""A length in bytes as people say it, on pages and in mails alike."""

from django.utils.translation import get_language

MB = 1_000_000


def size_words(size: int) -> str:
    """A length in bytes in the language that is active: "25 MB", "1.9 kB", in Polish "1,9 kB"."""
    for least, unit in ((MB, "MB"), (1000, "kB")):
        if size >= least:
            is_round = size >= 10 * least or not size % least
            figure = f"{size / least:.0f}" if is_round else f"{size / least:.1f}"
            return f"{figure.replace('.', ',') if (get_language() or '').startswith('pl') else figure} {unit}"
    return f"{size} B"
