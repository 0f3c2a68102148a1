"""`python -m usmle_next`, and the console script."""

import sys


def main() -> None:
    """Run the program; Ctrl-C ends it with 130, whatever has been loaded by then."""
    try:
        _main()
    except KeyboardInterrupt:
        sys.exit(130)
    except RuntimeError as error:  # as which Python tells of an interrupt in the midst of making a class
        if not isinstance(error.__cause__, KeyboardInterrupt):
            raise
        sys.exit(130)


def _main() -> None:
    """Run the program; a prompt is answered before the command line is even parsed."""
    from usmle_next.storage import system

    system.open_streams()
    system.forgiving_streams()
    from usmle_next import quick
    from usmle_next.errors import UsmleNextError

    try:
        code = quick.print_kept(sys.argv[1:])
    except (OSError, UsmleNextError):
        code = None  # the full program says what is wrong
    if code is None:
        import gc

        gc.disable()  # the program ends before a collection would have paid for itself
        from usmle_next.cli.app import main as full

        full()
    sys.exit(code)


if __name__ == "__main__":
    main()
