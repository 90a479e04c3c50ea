"""What is true: expressions that keep their written order, and what is derived and proved of them."""
