"""Where quoted words were first written."""

from archive.mail.origins.items import How, Key, Source, Trace
from archive.mail.origins.shelf import Shelf
from archive.mail.origins.tracing import trace, trace_thread, trace_with

__all__ = ["How", "Key", "Shelf", "Source", "Trace", "trace", "trace_thread", "trace_with"]
