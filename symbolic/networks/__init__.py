"""The gradients of a network as a derivation: typed matrices, the rules of backpropagation, and what proves them."""
