"""The softmax: the one activation of the catalogue that mixes the units of its layer."""

from symbolic.activation import Activation
from symbolic.tree import Exp, Frac, Sum, Sym

#: Unit i of the layer, and the sum that runs over all of them.
ZI, K = Sym("z", 0, ("i",)), Sym("k")
TOTAL = Sum(Exp(Sym("z", 0, ("k",))), K)

ACTIVATION = Activation(name="softmax", title="softmax", branches=(Frac(Exp(ZI), TOTAL),), vector=True)
