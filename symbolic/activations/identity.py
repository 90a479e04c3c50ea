"""The identity: no activation at all, as in the output of a regression."""

from symbolic.activation import Activation, X

ACTIVATION = Activation(name="identity", title="identity", branches=(X,))
