"""`python -m usmle_next`, and the console script."""

from usmle_next.cli.app import main

if __name__ == "__main__":
    main()
