"""Where quoted words were first written."""

from archive.mail.origins.own_words_index import Shelf
from archive.mail.origins.traces import How, Key, Source, Trace
from archive.mail.origins.tracing import trace, trace_thread, trace_with

__all__ = ["How", "Key", "Shelf", "Source", "Trace", "trace", "trace_thread", "trace_with"]
