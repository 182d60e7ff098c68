"""Figures as Prometheus reads them."""

from collections.abc import Iterable
from itertools import groupby

from gwarant.engine.status import Figure


def exposition(figures: Iterable[Figure]) -> str:
    """The text format, version 0.0.4: figures of one name together."""
    found = sorted(figures, key=lambda one: one.name)
    lines: list[str] = []
    for name, group in groupby(found, key=lambda one: one.name):
        same = list(group)
        lines += [f"# HELP {name} {same[0].meaning}", f"# TYPE {name} {same[0].kind}"]
        lines += [f"{name}{_labels(one)} {one.value!r}" for one in same]
    return "\n".join(lines) + "\n"


def _labels(figure: Figure) -> str:
    inside = ",".join(f'{name}="{_escaped(value)}"' for name, value in figure.labels)
    return f"{{{inside}}}" if inside else ""


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
