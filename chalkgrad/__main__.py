"""Run the command line as ``python -m chalkgrad``."""

from chalkgrad.cli import main

if __name__ == "__main__":
    main(prog_name="chalkgrad")
