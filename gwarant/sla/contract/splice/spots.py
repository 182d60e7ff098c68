"""Where in the text of a YAML document each of its values stands, from the first letter to behind the last."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from gwarant.sla.contract.breaks import kept_apart
from gwarant.sla.contract.nodes import compose, core_scalar
from gwarant.sla.contract.plain import plain_scalar

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BINARY = "tag:yaml.org,2002:binary"


@dataclass(frozen=True)
class Spot:
    """A value in the text: `start` and `end` are offsets; `keys` are those of a mapping with where each begins.

    `is_fixed`: it has an anchor or a tag, or is an alias, so that it cannot be rewritten where it stands.
    """

    start: int
    end: int
    value: Any
    is_flow: bool = False
    is_fixed: bool = False
    style: str = ""
    keys: tuple[tuple[str, int], ...] = ()
    children: "tuple[Spot, ...]" = ()

    @property
    def is_mapping(self) -> bool:
        return isinstance(self.value, dict)

    @property
    def is_sequence(self) -> bool:
        return isinstance(self.value, list)

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands there, which says null."""
        return self.start == self.end

    def child(self, key: str) -> "Spot | None":
        """The value of a key of a mapping."""
        names = [name for name, _ in self.keys]
        return self.children[names.index(key)] if key in names and self.children else None


def spots_of(text: str) -> Spot:
    """The spots of a document; InputError when the text is none that `compose` reads."""
    compose(text)
    return read_spots(text)


def read_spots(text: str) -> Spot:
    """The same without looking whether `compose` would read the text; YAMLError when it is none."""
    return _Reader(text).root()


def spot_at(root: Spot, keys: Sequence[str]) -> Spot | None:
    """The spot at a path of keys and of ids of rows; None when nothing stands there."""
    found: Spot | None = root
    for key in keys:
        if found is None:
            return None
        found = found.child(key) if found.is_mapping else _row(found, key)
    return found


def _row(spot: Spot, key: str) -> Spot | None:
    for one in spot.children:
        if isinstance(one.value, dict) and str(one.value.get("id")) == key:
            return one
    return None


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.shift = text.startswith("\ufeff")  # the parser does not count the mark of the byte order
        shielded, self.signs = kept_apart(text)
        self.events: Iterator[Any] = iter(yaml.parse(shielded, Loader=_LOADER))
        self.anchors: dict[str, Any] = {}

    def root(self) -> Spot:
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                return self._spot(next(self.events))
        raise yaml.YAMLError("there is no document")

    def _at(self, mark: Any) -> int:
        return int(mark.index) + self.shift

    def _spot(self, event: Any) -> Spot:
        start, end = (self._at(mark) for mark in (event.start_mark, event.end_mark))
        if isinstance(event, yaml.AliasEvent):
            return Spot(start, end, self.anchors[str(event.anchor)], is_fixed=True)
        if isinstance(event, yaml.ScalarEvent):
            spot = self._scalar(event, start, end)
        elif isinstance(event, yaml.MappingStartEvent):
            spot = self._mapping(event, start)
        else:
            spot = self._sequence(event, start)
        if event.anchor:
            self.anchors[event.anchor] = spot.value
        return spot

    def _scalar(self, event: Any, start: int, end: int) -> Spot:
        is_plain = event.style in (None, "") and event.tag != _BINARY
        written = event.value.translate(self.signs)
        value = plain_scalar(core_scalar(written), written) if is_plain else written
        if end > start and self.text[end - 1] == "\n":  # a block of lines ends behind its last line
            end -= 2 if self.text[end - 2 : end] == "\r\n" else 1
        return Spot(start, end, value, is_fixed=_is_fixed(event), style=event.style or "")

    def _mapping(self, event: Any, start: int) -> Spot:
        keys: list[tuple[str, int]] = []
        children: list[Spot] = []
        for key in self.events:
            if isinstance(key, yaml.MappingEndEvent):
                end = self._at(key.end_mark) if event.flow_style else self._end(children, start)
                value = {name: one.value for (name, _), one in zip(keys, children, strict=True)}
                return Spot(
                    start, end, value, bool(event.flow_style), _is_fixed(event), "", tuple(keys), tuple(children)
                )
            name = self._spot(key)
            is_word = isinstance(key, yaml.ScalarEvent)
            keys.append((key.value.translate(self.signs) if is_word else str(name.value), name.start))
            children.append(self._spot(next(self.events)))
        raise AssertionError("compose has found its end")

    def _sequence(self, event: Any, start: int) -> Spot:
        children: list[Spot] = []
        for one in self.events:
            if isinstance(one, yaml.SequenceEndEvent):
                end = self._at(one.end_mark) if event.flow_style else self._end(children, start)
                value = [child.value for child in children]
                return Spot(start, end, value, bool(event.flow_style), _is_fixed(event), "", (), tuple(children))
            children.append(self._spot(one))
        raise AssertionError("compose has found its end")

    def _end(self, children: list[Spot], start: int) -> int:
        return max([start, *(one.end for one in children)])


def _is_fixed(event: Any) -> bool:
    return event.anchor is not None or event.tag is not None
