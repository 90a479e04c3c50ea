"""A course file for the tests of the command line, and the head that others share with it."""

HEAD = """
[course]
title = "A course"
seed = 7
current = 3
formats = ["markdown", "jsonl"]
"""
#: A small course, with a given problem and drawn ones.
COURSE = f"""{HEAD}[[week]]
number = 3
title = "Layers"
[[week.problem]]
family = "dense-layer"
given.x = [2, -1]
given.W = [[1, 3], [-2, 4]]
given.b = [1, 0]
given.activation = "relu"
[[week.problem]]
family = "dense-layer"
count = 2
activation = "relu"
"""
