"""`numpy-code`: fill in or trace the lines of a net in NumPy; the code is run in the proof.

Given program, target, activation and sizes; or x, W, b and g. No code is ever taken from a user.
"""

from __future__ import annotations

from generators.kinds import Kind, joined
from generators.numpy_fill import FILL
from generators.numpy_trace import TRACE

KINDS = {"fill in": Kind(FILL, "program"), "trace": Kind(TRACE, "W")}

FAMILY = joined("numpy-code", 1, "fill in or trace the lines of a net in NumPy", KINDS)
