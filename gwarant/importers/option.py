"""The options of an importer, checked by name and by shape; every refusal is an InputError.

What several importers take stands here once: how each is given on the command line, and in which groups they come.
"""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NoReturn

from gwarant.sla.contract.values import seconds
from gwarant.sla.evidence.value import shown
from gwarant.sla.problem import InputError, Problem, did_you_mean

Options = Mapping[str, object]
NO_OPTIONS: Options = MappingProxyType({})
REST, NOT_WANTED = "*", "-"  # in a map of words: every other word; and what is left out

ANY = ("skip_bad",)
TABLE = ("columns", "constants", "time_format")  # of whatever reads a table
WORDS = ("classes", "default_class", "states", "channels", "kinds")  # of whatever reads tickets
ACCOUNTS = ("agents", "robots", "service", "service_field")  # of helpdesks that say who did what
GIVEN_BY = {
    "log": "--log",
    "every": "--every",
    "row": "--row",
    "columns": "--map",
    "constants": "--map",
    "events": "--event",
    "report_first": "--report-first",
    "time_format": "--time-format",
    "classes": "--class",
    "default_class": "--default-class",
    "states": "--state",
    "channels": "--channel",
    "kinds": "--kind",
    "agents": "--agent",
    "robots": "--robot",
    "service": "--service",
    "service_field": "--service-field",
    "skip_bad": "--skip-bad",
}
"""How an option is given on the command line."""


def refuse(name: str, message: str, hint: str = "") -> NoReturn:
    """Raises the InputError of one wrong option."""
    raise InputError([Problem("", 0, 0, f"option {name}", message, hint, "option")])


def check_names(options: Options, known: Iterable[str]) -> None:
    """Raises InputError for an option that the importer does not have."""
    known = tuple(known)
    for name in options:
        if name not in known:
            refuse(str(name)[:60], "is not an option of this importer", did_you_mean(str(name)[:40], known))


def words(options: Options, name: str) -> dict[str, str]:
    """A mapping of texts to texts; empty when the option is not given."""
    given = options.get(name, {})
    if not isinstance(given, Mapping):
        refuse(name, f"{shown(given)} is not a mapping", "write {theirs: ours}")
    return {str(key): str(value) for key, value in given.items()}


def word_map(options: Options, name: str) -> dict[str, str]:
    """Their words, plain, to ours; `*` is every word that is not named."""
    return {theirs if theirs == REST else plain(theirs): ours for theirs, ours in words(options, name).items()}


def plain(name: str) -> str:
    """A word in small letters, everything but letters and digits as one underscore."""
    return re.sub(r"[\W_]+", "_", name.strip().lower()).strip("_")


def word(options: Options, name: str) -> str:
    """One text; empty when the option is not given."""
    given = options.get(name, "")
    if not isinstance(given, str):
        refuse(name, f"{shown(given)} is not a text")
    return given


def flag(options: Options, name: str) -> bool:
    """True or false, also as those words; false when the option is not given."""
    given = options.get(name, False)
    found = {"true": True, "yes": True, "false": False, "no": False, "": False}.get(str(given).lower())
    if found is None:
        refuse(name, f"{shown(given)} is neither true nor false")
    return found


def length(options: Options, name: str) -> int:
    """A length in seconds, from 300, "300", "300s" or "5m"; 0 when the option is not given."""
    given = str(options.get(name, 0)).strip()
    try:
        return seconds(given if not given.isdecimal() else f"{given}s").seconds
    except ValueError:
        refuse(name, f"{shown(given)} is not a length of time", "write 300, 300s or 5m")


def names(options: Options, name: str) -> frozenset[str]:
    """A set of texts, from a list or from one text with commas; empty when the option is not given."""
    given = options.get(name, ())
    found = given.split(",") if isinstance(given, str) else given
    if not isinstance(found, Iterable) or isinstance(found, Mapping):
        refuse(name, f"{shown(given)} is not a list", "write [id, id]")
    return frozenset(str(one).strip() for one in found) - {""}
