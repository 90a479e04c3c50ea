"""The conditions of a function by branches, as tests on numbers."""

from __future__ import annotations

from collections.abc import Callable

from symbolic.arithmetic import NotComputable
from symbolic.frame import Frame, Run
from symbolic.tree import Chain, Node, Text

_HOLDS: dict[str, Callable[[int], bool]] = {
    "=": lambda sign: sign == 0,
    "<": lambda sign: sign < 0,
    ">": lambda sign: sign > 0,
    "\\le": lambda sign: sign <= 0,
    "\\ge": lambda sign: sign >= 0,
    "\\ne": lambda sign: sign != 0,
}


def condition(node: Node, compile_: Callable[[Node], Run]) -> Callable[[Frame], bool]:
    """Return the test that a comparison, or the words of a last branch, puts to a frame."""
    if isinstance(node, Text):
        return lambda frame: True
    if not isinstance(node, Chain) or any(relation not in _HOLDS for relation in node.relations):
        raise NotComputable("a condition that compares nothing")
    sides = [compile_(side) for side in node.sides]
    tests = [_HOLDS[relation] for relation in node.relations]

    steps = list(zip(sides, tests, sides[1:], strict=False))

    def run(frame: Frame) -> bool:
        sign = frame.field.sign
        for left, test, right in steps:
            if not test(sign(left(frame) - right(frame))):
                return False
        return True

    return run
