"""The compiler of the book: derive, prove and draw everything anew, and write what ``symbolic.book`` reads."""
