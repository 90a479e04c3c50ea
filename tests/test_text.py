"""Formulas in a terminal: one legible line of Unicode."""

from __future__ import annotations

import pytest

from symbolic.notation import Notation
from symbolic.reader import read
from symbolic.text import text

TABLE = [
    (r"z^{[1]} = W^{[1]} x + b^{[1]}", "z^[1] = W^[1] x + b^[1]"),
    (r"\sigma(z) = \frac{1}{1 + e^{-z}}", "σ(z) = 1/(1 + e^(-z))"),
    (r"\begin{bmatrix} 1 & -1 \\ 0 & 2 \end{bmatrix}", "[1 -1; 0 2]"),
    (r"\begin{bmatrix} 1 + 1 & 2 \end{bmatrix}", "[1 + 1, 2]"),
    (r"\frac{\partial J}{\partial a} \cdot \frac{\partial a}{\partial z}", "∂J/∂a · ∂a/∂z"),
    (r"\frac{1}{2} x", "(1/2) x"),
    (r"-\frac{1}{2}", "-1/2"),
    (r"\frac{\frac{1}{2}}{x}", "(1/2)/x"),
    (r"a - 2 \cdot (-3)", "a - 2 · (-3)"),
    (r"(W^{[2]})^{\top} \delta^{[2]} \odot f'(z)", "((W^[2])ᵀ δ^[2]) ⊙ f′(z)"),
    (r"x^2 + x^{-1} + x^{n+1} + e^{2x} + e^x", "x² + x⁻¹ + x^(n + 1) + e^(2 x) + e^x"),
    (r"\tanh^2(x)", "tanh²(x)"),
    (r"w_{12} x_2 + w_{ij} + x_{1,2} + W_{\text{new}}", "w₁₂ x₂ + wᵢⱼ + x_(1,2) + W_new"),
    (r"\sum_{i = 1}^{n} \hat{y}_i + \sum_j x_j", "Σ_(i = 1)ⁿ ŷᵢ + Σⱼ xⱼ"),
    (r"\sqrt{2} \sqrt{x + 1} \lvert x \rvert", "√2 √(x + 1) |x|"),
    (r"\begin{cases} x & x > 0 \\ \alpha x & \text{otherwise} \end{cases}", "{x if x > 0; α x otherwise}"),
    (r"\frac{d}{dx}\left[x^2\right] = \frac{d\sigma}{dx}", "d/dx [x²] = dσ/dx"),
    (r"z \in [0, \infty), \quad x \to \mathbb{R}^{3 \times 2}", "z ∈ [0, ∞), x → ℝ^(3 × 2)"),
    (r"\begin{aligned} z &= 1 \\ &= \boxed{2} \end{aligned}", "z = 1\n= 2"),
    (r"\operatorname{LeakyReLU}(-2) \approx -0.02 \ne \max(0, x)", "LeakyReLU(-2) ≈ -0.02 ≠ max(0, x)"),
]


@pytest.mark.parametrize(("written", "expected"), TABLE)
def test_a_terminal_shows_it_so(written, expected):
    """The exact text of one construct."""
    assert expected == text(read(written))


@pytest.mark.parametrize(
    ("notation", "written", "expected"),
    [
        (Notation(layer="paren"), "z^{(1)}", "z⁽¹⁾"),
        (Notation(layer="superscript"), "z^{1} (z)^{2}", "z¹ (z)²"),
        (Notation(layer="subscript"), "z_{1} (z_{1})_{2}", "z₁ (z₁)₂"),
        (Notation(convention="row", loss="\\mathcal{L}", rate="\\alpha"), "\\mathcal{L} \\alpha Z", "ℒ α Z"),
    ],
)
def test_the_notation_reaches_the_terminal(notation, written, expected):
    """Layers and letters are the course's."""
    assert expected == text(read(written, notation), notation)
