"""The file of basic forms that the search goes by: made where it is missing, by a program of its own that ends."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from gwarant.wordforms import dictionary
from gwarant.wordforms.making import is_whole


@contextmanager
def words_made() -> Iterator[None]:
    """Have it there at the end of what is done meanwhile.

    Where no folder takes it the program says so; then words are found as they are written alone.
    """
    making = None
    if not any(is_whole(one) for one in settings.WORDS_DIRS):
        command = [sys.executable, "-m", "gwarant.wordforms.making", *map(str, settings.WORDS_DIRS)]
        making = subprocess.Popen(command)
    try:
        yield
    finally:
        if making is not None:
            making.wait()
            dictionary.use(settings.WORDS_DIRS)


def have_words() -> None:
    """Have it there now."""
    with words_made():
        pass
