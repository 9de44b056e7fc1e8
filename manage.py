#!/usr/bin/env python
"""Postil's commands."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - settings come first

    from config.tables import make_for  # noqa: PLC0415

    try:
        make_for(sys.argv)
        execute_from_command_line(sys.argv)
    except Exception as error:
        from config.complaints import complaint  # noqa: PLC0415

        words = complaint(error)
        if words is None or "--traceback" in sys.argv:
            raise
        sys.exit(words)


if __name__ == "__main__":
    main()
