"""Where quoted words were first written."""

from archive.mail.origins.items import How, Key, Source, Trace
from archive.mail.origins.tracing import trace, trace_thread

__all__ = ["How", "Key", "Source", "Trace", "trace", "trace_thread"]
