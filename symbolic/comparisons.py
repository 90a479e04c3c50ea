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
    steps = [
        _step(left, _HOLDS[relation], right)
        for left, relation, right in zip(sides, node.relations, sides[1:], strict=False)
    ]
    return steps[0] if len(steps) == 1 else lambda frame: all(step(frame) for step in steps)


def _step(left: Run, test: Callable[[int], bool], right: Run) -> Callable[[Frame], bool]:
    return lambda frame: test(frame.field.sign(left(frame) - right(frame)))
