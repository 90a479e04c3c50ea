"""`saturation`: what large weights do to z and the slopes, and which units are dead; given x W c [upstream], or W b."""

from __future__ import annotations

from generators import dead_units, saturated_units
from generators.kinds import Kind, joined

KINDS = {"saturated": Kind(saturated_units.FAMILY, "c"), "dead": Kind(dead_units.FAMILY, "b")}

FAMILY = joined("saturation", 1, "what large weights do to z and its slope, and which units are dead", KINDS)
