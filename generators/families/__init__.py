"""The problem families, one module each: a new one is its module and its wording, and no line anywhere else."""

from typing import Any

from generators.family import Family
from symbolic.register import Register

FAMILIES: Register[Family[Any]] = Register("family", "generators.families", "FAMILY")
