"""`python -m ganlib`: the command line."""

from ganlib.cli import main

if __name__ == "__main__":
    main()
