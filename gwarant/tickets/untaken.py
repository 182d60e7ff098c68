"""Files of a mail that were not taken with it: which they were, and why, for whoever sent them and whoever reads it."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gwarant.files.sizes import size_words

Untaken = tuple[str, int, str]  # name (empty: none), bytes (0: not known), a code why
NAMED = 10  # of more the number is told
IN_MAILBOX, TOO_MANY = "in_mailbox", "too_many_files"
WITH_US = "with_us"  # a colleague forwarded the e-mail, with words that are the house's own
NOT_HERE = (IN_MAILBOX, WITH_US)  # the e-mail does not lie with the ticket


def untaken_words(files: Sequence[Untaken]) -> Iterator[str]:
    """Each of the files with its size and why it was not taken, in the language that is active."""
    why = {
        "too_large": _("larger than what is read of one e-mail"),
        "too_many_parts": _("the e-mail has too many parts"),
        "too_deep": _("it lies too deep in other parts"),
        TOO_MANY: _("more files than are taken from one e-mail"),
        WITH_US: _("it stayed in the e-mail that was forwarded to us"),
        IN_MAILBOX: _("the e-mail is too large to be taken in whole"),
    }
    for name, size, code in files[:NAMED]:
        told = name or _("a part without a name")
        yield f"{told} ({size_words(size)}): {why.get(code, code)}" if size else f"{told}: {why.get(code, code)}"
    more = len(files) - NAMED
    if more > 0:
        yield ngettext("and %(n)d more", "and %(n)d more", more) % {"n": more}


def where_words(files: Sequence[Untaken]) -> str:
    """Where they lie now, as far as there is more to say."""
    if all(code == WITH_US for _name, _size, code in files):
        return ""
    if all(code == IN_MAILBOX for _name, _size, code in files):
        return _("The whole e-mail lies in the mailbox to which it came.")
    return _("The whole e-mail lies with the ticket as it came.")
