"""``python -m polemos.interfaces.cli``: the command without its script."""

from polemos.interfaces.cli.main import main

main()
