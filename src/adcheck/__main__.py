"""``python -m adcheck``."""

from adcheck.cli import main

if __name__ == "__main__":
    main()
