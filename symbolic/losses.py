"""The losses by name, each with its formula; over a batch the mean of the samples."""

from __future__ import annotations

#: A loss and its formula; y is the target and a the output. Logarithms are natural, and cross-entropy wants Σ y = 1.
LOSSES = {
    "squared-error": "½ Σ (a - y)²",
    "mse": "the mean of (a - y)² over all entries",
    "bce": "-Σ [y ln a + (1 - y) ln(1 - a)]",
    "cross-entropy": "-Σ y ln a",
    "bce-logits": "Σ [ln(1 + e^z) - y z], the same of the raw z",
    "cross-entropy-logits": "ln Σ e^z - Σ y z, the same of the raw z",
}
