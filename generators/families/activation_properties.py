"""`activation-properties`: traits of activations with their reasons, all as the book has proved them.

Given activation, of which all traits are asked; or traits and functions, of which one is to be found.
"""

from __future__ import annotations

from generators.kinds import Kind, joined
from generators.trait_cards import CARDS
from generators.trait_search import SEARCH

KINDS = {"one function": Kind(CARDS, "activation"), "which function": Kind(SEARCH, "traits")}

FAMILY = joined("activation-properties", 1, "range, slope, saturation and dead regions, with reasons", KINDS)
