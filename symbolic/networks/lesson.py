"""The derivation of a net's gradients as a lesson: sections in order, in the scalar, the matrix or the index form.

``derivation(net, form, sizes)`` is the whole of it. ``collapse``, ``vanishing`` and ``saturation`` are lessons of
their own about what follows for deep nets.
"""

from __future__ import annotations

from collections.abc import Callable

from symbolic.errors import unknown
from symbolic.networks import batches, factors, matrix, numpy_code, paths, scalar, slopes, special, units
from symbolic.networks.lines import FORMS, Derivation, Line, Section, Words, equal
from symbolic.networks.net import Net
from symbolic.networks.opening import functions, loss, network
from symbolic.notation import spoken
from symbolic.outward import above
from symbolic.tree import ZERO, Chain, Node, Sym

#: Turns lines in index letters into the lines of a form.
Writer = Callable[[tuple[Line, ...]], tuple[Line, ...]]

CHAIN = (
    "Read each line as the list of links between the loss and the weights. With one unit a layer it is a product of "
    "numbers; with more, the shapes decide where each factor stands and which one is transposed. What is shared is "
    "computed once: the product down to "
)
REACH = (
    "On the way back every layer multiplies by a weight and a slope. If each |w f'| stays under some q < 1, the "
    "product of L of them is at most q to the power L and vanishes; if each is over some q > 1, it explodes."
)
SATURATION = "Large weights make |z| large; the output then sits at an end of its range and the slope is almost 0."


def derivation(net: Net, form: str = "matrix", sizes: tuple[int, ...] = ()) -> Derivation:
    """Return the derivation of all gradients of *net*, the scalar form at *sizes* (the inputs first)."""
    if form not in FORMS:
        raise unknown("form", form, FORMS)
    sizes = scalar.checked_sizes(net, sizes, form)

    def written(lines: tuple[Line, ...]) -> tuple[Line, ...]:
        return scalar.written(lines, sizes) if form == "scalar" else lines

    body = by_matrices(net) if form == "matrix" else by_entries(net, form, written)
    sections = (
        network(net, form, sizes, written),
        *functions(net),
        loss(net, written),
        *body,
        *relu_units(net),
        update(net),
        *in_numpy(net),
        *consequences(net),
    )
    return Derivation(net, form, sizes, tuple(batches.by_sample(net, part) for part in sections), matrix.results(net))


def by_matrices(net: Net) -> tuple[Section, ...]:
    """Return the heart of the lesson in matrices: the chain, its factors, the errors, the gradients."""
    chain = tuple(matrix.factors(net, layer) for layer in range(net.layers, 0, -1))
    alone = CHAIN if net.batch == "one" else CHAIN.replace("one unit a layer", "one unit a layer and one sample")
    words: Words = (
        alone,
        net.z(net.layers).node,
        " is the error of that layer, ",
        net.delta(net.layers).node,
        ".",
    )
    return (
        Section("chain", "The chain rule", words, chain),
        *_factors(net, _same),
        Section("output", f"The error at the output, layer {net.layers}", batches.one_row(net), _output(net)),
        *(
            Section(f"back{layer}", f"One layer back: the error of layer {layer}", (), matrix.hidden_error(net, layer))
            for layer in range(net.layers - 1, 0, -1)
        ),
        Section("gradients", "The gradients", (), _matrix_gradients(net)),
    )


def _same(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    return lines


def _output(net: Net) -> tuple[Line, ...]:
    return (*factors.output_error(net), *matrix.output_error(net))


def _matrix_gradients(net: Net) -> tuple[Line, ...]:
    lines = [line for layer in range(net.layers, 0, -1) for line in matrix.gradients(net, layer)]
    return (*lines, matrix.input_gradient(net))


def _factors(net: Net, written: Writer) -> tuple[Section, ...]:
    """Return the section of the factors, and that of the softmax where there is one."""
    lines = list(factors.loss_slope(net))
    if net.output != "softmax" and not net.criterion.logits:
        lines += factors.own_slope(net, net.layers)
    for layer in range(net.layers, 0, -1):
        lines += factors.within(net, layer)
        if layer > 1:
            lines += factors.own_slope(net, layer - 1, "i")
    words: Words = (
        *batches.one_sample(net),
        "k counts the outputs, i the units of a layer and j what comes into it.",
        *batches.placed_weights(net),
    )
    made = Section("factors", "The factors", words, written(tuple(lines)))
    if net.output != "softmax":
        return (made,)
    return made, jacobian(net, written)


def jacobian(net: Net, written: Writer = _same) -> Section:
    """Return how every output of the softmax depends on every z."""
    words: Words = (
        "Every output depends on every pre-activation, so the factor is a whole matrix. ",
        Sym("delta", 0, ("i", "j")),
        " is 1 where i = j and 0 elsewhere; it has no layer and is no error.",
    )
    lines = factors.softmax_jacobian(net)
    if written is not _same:  # in figures the result alone
        lines = written(tuple(line for line in lines if line.where is None)[-1:])
    return Section("softmax", "The Jacobian of the softmax", words, lines, links=("softmax",))


def by_entries(net: Net, form: str, written: Writer) -> tuple[Section, ...]:
    """Return the heart of the lesson entry by entry, in letters or in figures."""
    back = tuple(
        Section(
            f"back{layer}",
            f"One layer back: the error of layer {layer}",
            batches.one_sample(net),
            written(factors.hidden_error(net, layer)),
        )
        for layer in range(net.layers - 1, 0, -1)
    )
    gradients = [line for layer in range(net.layers, 0, -1) for line in factors.gradients(net, layer)]
    over_paths = tuple(paths.gradients(net).values())
    output = factors.output_error(net) or factors.loss_slope(net)
    named = equal(Sym("delta", net.layers, ("k",)), output[-1].tree.sides[-1])
    error = Line(named, ("its name",), "entries", ranges=(("k", net.layers),))
    return (
        *_factors(net, written),
        Section(
            "output", f"The error at the output, layer {net.layers}", batches.one_sample(net), written((*output, error))
        ),
        *back,
        Section(
            "gradients", "The gradients", batches.added_up(net), written((*gradients, factors.input_gradient(net)))
        ),
        Section(
            "paths",
            "The gradients over all paths",
            (*batches.one_sample(net), *_paths_words(form)),
            written(over_paths),
        ),
    )


def _paths_words(form: str) -> Words:
    what = "one product for each path" if form == "scalar" else "a sum over every path"
    return (f"Every error put in: {what} from the weight to the loss.",)


def relu_units(net: Net) -> tuple[Section, ...]:
    """Return what a unit that is on and one that is off leave, for each hidden ReLU layer."""
    found: list[Section] = []
    for layer in range(1, net.layers):
        if net.activation(layer) == "relu":
            on, off = units.on_and_off(net, layer)
            one = "" if net.batch == "one" else ", in one sample s"
            above, below = (Chain((Sym("z", layer, ("i",)), ZERO), (sign,)) for sign in (">", "\\le"))
            dead = f" the unit is off{one}; it is dead if it is off in every sample:"
            found.append(
                Section(f"live{layer}", f"A unit of layer {layer} that is on", ("Where ", above, f"{one}:"), on)
            )
            found.append(Section(f"dead{layer}", f"A unit of layer {layer} that is off", ("Where ", below, dead), off))
    return tuple(found)


def update(net: Net) -> Section:
    """Return the step of gradient descent."""
    words: Words = (
        "Each parameter goes a step against its gradient, all of them at once; ",
        Sym("eta"),
        " is the rate.",
    )
    return Section("update", "The update", words, units.update(net))


def in_numpy(net: Net) -> tuple[Section, ...]:
    """Return the code forward and backward; of f and g there is none."""
    forward, backward = numpy_code.code(net)
    if not forward:
        return ()
    vectors = "x and y hold a row for every sample" if net.batch != "one" else "vectors are columns"
    if net.batch == "one" and net.rows:
        vectors = "vectors are rows"
    words: Words = (
        f"W1, b1 and the rest are given, and eta; {vectors}. @ is the matrix product, * goes entry by entry.",
        *_values(net),
    )
    return (Section("numpy", "In NumPy", words, code=(*forward, "", *backward)),)


def _values(net: Net) -> Words:
    """Return the figures that stand in the code for the parameters of the activations."""
    found: list[str | Node] = []
    for name in dict.fromkeys(net.activations):
        values = slopes.at_usual(name)
        found += [f" {spoken(name)} is written", *values, "."] if values else []
    return tuple(found)


def consequences(net: Net) -> tuple[Section, ...]:
    """Return what follows for this net: collapse without activations, the product of slopes, saturation."""
    found: list[Section] = []
    if net.layers > 1 and set(net.activations) == {"identity"}:
        found.append(collapse(net))
    if net.layers > 1:
        found.append(vanishing(net))
    found += [part for name in dict.fromkeys(net.activations[:-1]) for part in saturation(name)]
    return tuple(found)


def collapse(net: Net) -> Section:
    """Return why layers without activation are one layer."""
    words: Words = ("Without an activation between them the layers are one linear layer: depth adds nothing.",)
    return Section("collapse", "Linear collapse", words, special.collapse(net))


def vanishing(net: Net) -> Section:
    """Return the product of slopes along a path, with its bound."""
    return Section("reach", "How far a gradient reaches", (REACH,), special.product_of_slopes(net))


def saturation(name: str) -> tuple[Section, ...]:
    """Return why a unit that is driven far from 0 passes nothing back; () where none is driven flat on both sides."""
    lines = special.saturation(name)
    if not lines:
        return ()
    far = slopes.flat_beyond(name)
    words = f"{SATURATION} Beyond |z| = {above(max(far.values()), 3)} it stays under 0.01."
    return (Section(f"saturation-{name}", f"Saturation of {name}", (words,), lines, links=(name,)),)
