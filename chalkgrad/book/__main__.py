"""Compile the book: ``python -m chalkgrad.book [FOLDER]``."""

import sys
from pathlib import Path

from chalkgrad.book.compile import compile_book
from symbolic import book

if __name__ == "__main__":
    compile_book(Path(sys.argv[1] if len(sys.argv) > 1 else book.__path__[0]))
