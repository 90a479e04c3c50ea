"""`logic-gates`: gates as perceptrons, XOR as a net; given W b (table), gate W (weights) or W1 b1 W2 b2 (xor)."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from generators import gate_table, gate_weights, gate_xor
from generators.family import Setting
from generators.kinds import Kind, joined

KINDS = {
    "table": Kind(gate_table.FAMILY, "b"),
    "weights": Kind(gate_weights.FAMILY, "gate"),
    "xor": Kind(gate_xor.FAMILY, "W1"),
}
#: The kinds of question of each difficulty.
USUAL = {"easy": ("table",), "medium": ("weights", "table"), "hard": ("xor",)}
EVERY = joined("logic-gates", 1, "AND, OR, NAND, NOR as perceptrons, and the net that computes XOR", KINDS)


def cases(setting: Setting) -> tuple[Any, ...]:
    """Return the cases of the kinds that go with the difficulty, or of the one that is asked for."""
    return tuple(c for c in EVERY.cases(setting) if "kind" in setting.options or c.kind in USUAL[setting.difficulty])


FAMILY = replace(EVERY, cases=cases)
