"""What is asked: problem families that draw, solve exactly, check by a second road and name the mistakes."""
