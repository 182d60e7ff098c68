"""The options of an importer, checked by name and by shape; every refusal is an InputError."""

from collections.abc import Iterable, Mapping
from typing import NoReturn

from gwarant.importers.imported import Options
from gwarant.sla.contract.values import seconds
from gwarant.sla.evidence.value import shown
from gwarant.sla.problem import InputError, Problem, did_you_mean


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
