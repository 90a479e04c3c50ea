"""What is asked: problem families that draw, solve exactly, check by a second road and name the mistakes."""

import os

# NumPy multiplies matrices of a few entries here: the threads that its library would start cost more than they save
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
