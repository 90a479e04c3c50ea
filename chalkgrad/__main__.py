"""Run the command line as ``python -m chalkgrad``."""

from chalkgrad.cli import main

main(prog_name="chalkgrad")
