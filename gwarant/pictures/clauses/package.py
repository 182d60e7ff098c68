"""A package by its name: its reference and its document with nothing left to inherit."""

from gwarant.packages import library as shipped
from gwarant.pictures.clauses.tree import Tree, plain_of
from gwarant.sla.contract.merge import Library, flatten, newest
from gwarant.sla.contract.nodes import compose
from gwarant.sla.problem import did_you_mean


def reference_of(package: str, library: Library | None = None) -> str:
    """The full reference of a package named shortly; ValueError for one that is not there."""
    shelf = shipped() if library is None else library
    full = package if package.startswith("package/") else f"package/{package}"
    found = full if full in shelf else newest(full, shelf)
    if found is None:
        raise ValueError(f"there is no package {package!r}; {did_you_mean(package, shelf)}")
    return found


def document_of(package: str, library: Library | None = None) -> Tree:
    """What the package says."""
    shelf = shipped() if library is None else library
    found: Tree = plain_of(flatten(compose(shelf[reference_of(package, shelf)]), shelf).node)
    return found
