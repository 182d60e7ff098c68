"""Kinds of work in words."""

from django.utils.translation import pgettext


def work_word(work: str) -> str:
    """What people call the kind of work; one that only a contract knows speaks for itself."""
    return {
        "support": pgettext("work", "Support"),
        "change": pgettext("work", "Change"),
        "own_defect": pgettext("work", "Our own defect"),
        "warranty": pgettext("work", "Warranty"),
        "travel": pgettext("work", "Travel"),
    }.get(work, work.replace("_", " "))
