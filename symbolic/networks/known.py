"""Certificates that the book holds of usual nets: a lesson whose lines are the very ones proved needs no SymPy.

The book keeps a fingerprint of all that a lesson claims beside its certificate. A changed line has another
fingerprint, and is proved anew; the tests prove the book's lessons again.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from zlib import adler32, crc32

from symbolic.networks.lesson import derivation
from symbolic.networks.lines import FORMS, Derivation
from symbolic.networks.net import Net

HIDDEN = ("relu", "leaky-relu", "sigmoid", "tanh", "identity")
PAIRS = (
    ("sigmoid", "bce"),
    ("softmax", "cross-entropy"),
    ("identity", "squared-error"),
    ("identity", "mse"),
)


def usual() -> Iterator[Derivation]:
    """Yield the lessons that the book vouches for: the usual two-layer nets in both conventions and all forms."""
    pairs = [((hidden, output), loss) for hidden in HIDDEN for output, loss in PAIRS]
    for activations, loss in (*pairs, (("f", "g"), "squared-error")):
        for net in (Net(activations, loss), Net(activations, loss, rows=True, batch="mean")):
            yield from (derivation(net, form) for form in FORMS)


def name(lesson: Derivation) -> str:
    """Return the name under which the book keeps a lesson."""
    net = lesson.net
    sizes = "-".join(map(str, lesson.sizes)) or "any"
    return " ".join((*net.activations, net.loss, "row" if net.rows else "column", net.batch, lesson.form, sizes))


def fingerprint(lesson: Derivation) -> str:
    """Return a short digest of all that a lesson claims."""
    claims = [(line.tree, line.claim, line.ranges, line.where, line.slope) for line in lesson.lines]
    text = repr((lesson.net, claims)).encode()
    return f"{crc32(text):08x}{adler32(text):08x}"  # to tell a changed line, not to keep a secret


def proved(lesson: Derivation) -> dict[str, Any]:
    """Return the certificate of a lesson, from the book or found now; raise ``ProofFailed`` if a line does not hold."""
    from symbolic.book import certificates

    known = certificates().get(name(lesson))
    if known and known["fingerprint"] == fingerprint(lesson):
        return known
    return record(lesson)


def record(lesson: Derivation) -> dict[str, Any]:
    """Prove a lesson now and return its entry for the book."""
    from symbolic.networks.certificate import certified

    return {"fingerprint": fingerprint(lesson), **certified(lesson).record()}
