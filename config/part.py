"""A part of `manage.py start` as a process of its own, which ends when whoever started it has ended, however it did.

`python -m config.part MODULE ARGUMENT …` runs the module as `python -m` does. Standard input is a pipe whose other
end the starter holds: the kernel closes it with the starter.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
import threading
import time

GRACE_SECONDS = 8


def end_with_starter() -> None:
    """Waits for the end of the pipe, then ends this process and all that it started: asked first, then killed."""
    while os.read(sys.stdin.fileno(), 1024):
        pass
    os.killpg(os.getpgid(0), signal.SIGTERM)
    time.sleep(GRACE_SECONDS)
    os.killpg(os.getpgid(0), signal.SIGKILL)


if __name__ == "__main__":
    threading.Thread(target=end_with_starter, daemon=True).start()
    sys.argv = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
