"""So that `python -m runtime.cli` is the command `leadloom`."""

from runtime.cli import main

main()
