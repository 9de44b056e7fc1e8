"""Taking mail from the command line: where it listens, and at the end what came."""

from __future__ import annotations

import asyncio
import signal
from ipaddress import ip_address
from urllib.parse import urlsplit

from archive.cli.imports import UsageError, Writer, list_to_fill
from archive.importing.arrivals.lmtp import Entrance, serve

DEFAULT = "127.0.0.1:8024"


def receive_on_terminal(lmtp: str, slug: str, out: Writer, err: Writer) -> None:
    """Takes mail until Ctrl-C. Raises UsageError."""
    host, port = place(lmtp)
    entrance = Entrance(list_to_fill(slug) if slug else None)
    if not is_loopback(host):
        err.write(f"Whoever reaches {host} on port {port} can put mail onto the lists. Guard it.\n")
    try:
        asyncio.run(serve_until_signal(entrance, host, port, out))
    except OSError as error:
        raise UsageError(
            f"{lmtp} cannot be listened on: {error.strerror or error}. Name another place."
        ) from error
    out.write(farewell(entrance) + "\n")


async def serve_until_signal(entrance: Entrance, host: str, port: int, out: Writer) -> None:
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)

    def ready(host: str, port: int) -> None:
        out.write(f"Taking mail by LMTP at {f'[{host}]' if ':' in host else host}:{port}; Ctrl-C ends it.\n")
        out.flush()

    await serve(entrance, host, port, stop, ready)


def place(lmtp: str) -> tuple[str, int]:
    """Host and port of `host:port`, `[::1]:port` or a port alone, which is this machine's. Raises UsageError."""
    try:
        parts = urlsplit(f"//{'127.0.0.1:' if lmtp.isdigit() else ''}{lmtp}")
        if parts.hostname and parts.port is not None and not parts.path:
            return parts.hostname, parts.port
    except ValueError:
        pass
    raise UsageError(f"{lmtp!r} is no place to listen at: write --lmtp {DEFAULT}")


def is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def farewell(entrance: Entrance) -> str:
    counts = [
        f"{entrance.stored:,} stored",
        f"{entrance.known:,} already present",
        f"{entrance.held:,} held back",
    ]
    taken = entrance.stored + entrance.known + entrance.held
    return f"Ended. {taken:,} taken: {', '.join(counts)}." if taken else "Ended. No mail came."
