"""Readers: from a path to raw mail. What a file holds decides how it is read, not its name.

Each module knows one format: `recognise(head, path)` looks at the first bytes of a file, unpacked,
and `read(stream)` gives its mail one by one.
"""

from archive.mail.readers.raw_mail import RawMail, SourceInfo, SourceProblem, UnreadableSource
from archive.mail.readers.sources import describe_source, read_source

__all__ = ["RawMail", "SourceInfo", "SourceProblem", "UnreadableSource", "describe_source", "read_source"]
