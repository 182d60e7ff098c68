"""The fewest edits of a text after which it says what is wanted."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

import yaml

from gwarant.sla.contract.nodes import compose
from gwarant.sla.contract.plain import WIDTH, dumped, in_line, same
from gwarant.sla.contract.splice.spots import Spot, read_spots, spots_of
from gwarant.sla.problem import InputError


class CannotSplice(ValueError):
    """The place is written so that it cannot be changed there: by an anchor, a tag, an unusual way to write a key."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


@dataclass(frozen=True)
class _Edit:
    """Other letters for those from `start` to `end`."""

    start: int
    end: int
    words: str

    def of(self, text: str) -> str:
        return text[: self.start] + self.words + text[self.end :]


def spliced(text: str, wanted: Mapping[str, Any]) -> str:
    """The text changed where it says something else than `wanted`, plain data; CannotSplice, InputError."""
    spot, edited = spots_of(text), Counter[str]()
    while True:
        splicer = _Splicer(text)
        edit = splicer.first(spot, wanted, ())
        if edit is None:
            return _checked(text, splicer.path) if edited else text
        edited[splicer.path] += 1
        if edited[splicer.path] > splicer.times:  # what was written there is read as something else
            raise CannotSplice(splicer.path)
        text = edit.of(text)
        try:
            spot = read_spots(text)
        except yaml.YAMLError:
            raise CannotSplice(splicer.path) from None


def _checked(text: str, path: str) -> str:
    try:
        compose(text)
    except InputError:
        raise CannotSplice(path) from None
    return text


class _Splicer:
    """One look at a text for the first place that differs."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.newline = "\r\n" if "\r\n" in text else "\n"
        self.path = ""
        self.times = 1  # how often a place may be edited until it says what is wanted

    def first(
        self, spot: Spot, wanted: Any, path: tuple[str, ...], in_flow: bool = False, column: int = -1
    ) -> _Edit | None:
        """The edit that mends the first difference; None when there is none. `column`: that of the key or dash."""
        if same(spot.value, wanted):
            return None
        self.path = ".".join(path)
        if spot.is_fixed:
            raise CannotSplice(self.path)
        if spot.is_mapping and isinstance(wanted, Mapping) and spot.children and wanted:
            return self._in_mapping(spot, wanted, path, in_flow or spot.is_flow)
        if spot.is_sequence and isinstance(wanted, list) and spot.children and wanted:
            return self._in_sequence(spot, wanted, path, in_flow or spot.is_flow)
        return self._replaced(spot, wanted, in_flow, column)

    def _in_mapping(self, spot: Spot, wanted: Mapping[str, Any], path: tuple[str, ...], in_flow: bool) -> _Edit | None:
        for (key, start), child in zip(spot.keys, spot.children, strict=True):
            inner, column = (*path, key), self._column(start)
            if key in wanted and (edit := self.first(child, wanted[key], inner, in_flow, column)):
                return edit
        stated = [key for key, _ in spot.keys]
        before: str | None = None
        for key in wanted:
            if key not in stated:
                self.path = ".".join((*path, key))
                place = stated.index(before) if before is not None else len(stated) - 1
                write = self._flow_entry if in_flow else self._block_entry
                return write(spot, place, key, wanted[key])
            before = key
        gone = next(number for number, key in enumerate(stated) if key not in wanted)
        self.path = ".".join((*path, stated[gone]))
        starts = [start for _, start in spot.keys]
        return self._without(spot, starts, gone, in_flow)

    def _in_sequence(self, spot: Spot, wanted: list[Any], path: tuple[str, ...], in_flow: bool) -> _Edit | None:
        old, new = _names(spot.value, wanted)
        self.times = len(old) + len(new)
        for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            for i, j in zip(range(a, b), range(c, d), strict=False):
                child = spot.children[i]
                column = -1 if in_flow else self._column(spot.start)
                if edit := self.first(child, wanted[j], (*path, old[i]), in_flow, column):
                    return edit
            if what in ("insert", "replace") and d - c > b - a:
                return self._item(spot, a + (b - a) - 1, wanted[c + (b - a)], in_flow)
            if what in ("delete", "replace") and b - a > d - c:
                starts = [one.start for one in spot.children] if in_flow else self._dashes(spot)
                return self._without(spot, starts, a + (d - c), in_flow)
        return None

    def _replaced(self, spot: Spot, wanted: Any, in_flow: bool, column: int) -> _Edit:
        words = in_line(wanted, in_flow, spot.style in ('"', "'"))
        start, end = spot.start, spot.end
        if spot.children and not spot.is_flow:
            head = self.text[:start].rstrip()
            if head.endswith(":"):
                return _Edit(len(head), end, f" {words}")
            return _Edit(start, end, " " * max(column + 1 - self._column(start), 0) + words)
        if spot.is_empty:
            before = self.text[:start].rstrip(" ")
            lead = (
                ": "
                if in_flow and not before.endswith((":", "[", ","))
                else ""
                if self.text[:start].endswith(" ")
                else " "
            )
            words = f"{lead}{words}"
        return _Edit(start, end, words)

    def _block_entry(self, spot: Spot, place: int, key: str, value: Any) -> _Edit:
        """One more entry of a mapping, in lines of its own behind the line in which the entry before it ends."""
        column = self._column(spot.keys[0][1])
        words = _lines(key, value, WIDTH - column)
        at = self._end_of_line(max(spot.children[place].end, spot.keys[place][1]))
        lead = self.newline + " " * column
        return _Edit(at, at, "".join(lead + line for line in words))

    def _flow_entry(self, spot: Spot, place: int, key: str, value: Any) -> _Edit:
        words = in_line({key: value}, True)[1:-1]
        return self._in_braces(spot, place, words, self._column(spot.keys[0][1]))

    def _item(self, spot: Spot, place: int, value: Any, in_flow: bool) -> _Edit:
        """One more item of a list behind the one at `place`, before the first where that is -1."""
        words = in_line(value, in_flow)
        if in_flow and place < 0:
            at = spot.children[0].start
            return _Edit(at, at, f"{words}, ")
        if in_flow:
            return self._in_braces(spot, place, words, self._column(spot.children[0].start))
        dash = spot.start
        if place < 0:
            return _Edit(dash, dash, f"- {words}{self.newline}{' ' * self._column(dash)}")
        at = self._end_of_line(max(spot.children[place].end, self._dashes(spot)[place]))
        return _Edit(at, at, f"{self.newline}{' ' * self._column(dash)}- {words}")

    def _in_braces(self, spot: Spot, place: int, words: str, column: int) -> _Edit:
        at = spot.children[place].end
        gap = " " if self.text[at - 1] == ":" else ""
        length = self._column(at) + len(words) + 3
        is_long = length > WIDTH and self._column(at) > column
        lead = f",{self.newline}{' ' * column}" if is_long else ", "
        return _Edit(at, at, f"{gap}{lead}{words}")

    def _without(self, spot: Spot, starts: Sequence[int], place: int, in_flow: bool) -> _Edit:
        """The text without the entry or item that begins at `starts[place]`."""
        start, end = starts[place], max(spot.children[place].end, starts[place] + 1)
        if in_flow:
            return self._without_in_braces(spot, starts, place)
        line = self._start_of_line(start)
        if self.text[line:start].strip():  # it stands behind a dash
            if place + 1 < len(starts):
                return _Edit(start, starts[place + 1], "")
            raise CannotSplice(self.path)
        behind = self._end_of_line(end)
        if self.text.startswith(self.newline, behind):
            return _Edit(line, behind + len(self.newline), "")
        return _Edit(max(line - len(self.newline), 0), behind, "")

    def _without_in_braces(self, spot: Spot, starts: Sequence[int], place: int) -> _Edit:
        end = spot.children[place].end
        if place + 1 < len(starts):
            comma = self._comma(end, starts[place + 1])
            at = comma + 1
            while self.text[at : at + 1] == " ":
                at += 1
            return _Edit(starts[place], at, "")
        comma = self._comma(spot.children[place - 1].end, starts[place])
        kept = self.text[comma + 1 : starts[place]]
        return _Edit(comma, end, kept.rstrip(" ") if kept.strip() else "")

    def _comma(self, start: int, end: int) -> int:
        """Where the comma stands between two entries, of which comments may speak."""
        at, in_comment = start, False
        while at < end:
            letter = self.text[at]
            in_comment = (in_comment or letter == "#") and letter not in "\r\n"
            if letter == "," and not in_comment:
                return at
            at += 1
        raise CannotSplice(self.path)

    def _dashes(self, spot: Spot) -> list[int]:
        """Where the dashes of a list stand; all in one column."""
        found, column = [spot.start], self._column(spot.start)
        for item in spot.children[:-1]:
            at = self._end_of_line(max(item.end, found[-1] + 1))
            while at < len(self.text):
                at = self.text.find("\n", at) + 1
                if at == 0 or self.text.startswith(" " * column + "-", at):
                    break
            if at == 0:
                raise CannotSplice(self.path)
            found.append(at + column)
        return found

    def _start_of_line(self, at: int) -> int:
        return self.text.rfind("\n", 0, at) + 1

    def _end_of_line(self, at: int) -> int:
        end = self.text.find("\n", at)
        if end < 0:
            return len(self.text)
        return end - 1 if self.text[end - 1 : end] == "\r" and end > at else end

    def _column(self, at: int) -> int:
        line = self._start_of_line(at)
        return at - line - self.text.startswith("\ufeff", line)


def _lines(key: str, value: Any, width: int) -> list[str]:
    """An entry as lines: one where it fits and nothing deep stands in it."""
    head, words = f"{in_line(key, True)}:", in_line(value, False)
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    is_deep = sum(isinstance(one, (dict, list)) and bool(one) for one in inner) > 1
    if not inner or (len(head) + len(words) < width and not is_deep):
        return [f"{head} {words}"]
    return [head, *(f"  {line}" for line in dumped(value).rstrip("\n").split("\n"))]


def _names(old: list[Any], new: list[Any]) -> tuple[list[str], list[str]]:
    """By what the items of both are matched: by their place where the ids agree, else by id or all that they say."""
    if len(old) == len(new) and list(map(_id, old)) == list(map(_id, new)):
        return [str(number) for number in range(len(old))], [str(number) for number in range(len(new))]
    names = [[_id(one) or f"{type(one).__name__} {one!r}" for one in items] for items in (old, new)]
    return names[0], names[1]


def _id(value: Any) -> str:
    own = value.get("id") if isinstance(value, dict) else None
    return f"id {own}" if isinstance(own, str) else ""
