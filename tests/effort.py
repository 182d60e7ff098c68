"""How much work something is, counted instead of timed: the same on every machine and under every load."""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any


def effort(run: Callable[[], object]) -> int:
    """How many instructions of Python it takes."""
    count = 0

    def watch(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal count
        frame.f_trace_lines, frame.f_trace_opcodes = False, True
        count += event == "opcode"
        return watch

    former = sys.gettrace()
    sys.settrace(watch)
    try:
        run()
    finally:
        sys.settrace(former)
    return count


def growth(small: Callable[[], object], large: Callable[[], object]) -> float:
    """How many times the work of the small one the large one is; both are done once before, so that nothing is new."""
    small(), large()
    return effort(large) / effort(small)
