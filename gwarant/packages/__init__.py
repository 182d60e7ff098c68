"""The template contracts that come with Gwarant: Basic, Business, Premium."""

from functools import cache
from importlib.resources import files

from gwarant.sla.contract.nodes import compose


def library() -> dict[str, str]:
    """The packages' YAML by reference, such as package/premium@2026.1: what `extends` may name."""
    return dict(_texts())


@cache
def _texts() -> tuple[tuple[str, str], ...]:
    found = sorted(files(__name__).iterdir(), key=lambda one: one.name)
    texts = [one.read_text(encoding="utf-8") for one in found if one.name.endswith(".yaml")]
    return tuple((_reference(text), text) for text in texts)


def _reference(text: str) -> str:
    return compose(text).entries["metadata"].entries["id"].text
