"""`python -m lab.cli`: the entry that run.py hands over to."""

from lab.cli.main import main

if __name__ == "__main__":
    main()
