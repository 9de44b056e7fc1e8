"""Sources that mail still comes to: what is new is read round by round, each round that finds mail an import run."""

from archive.importing.arrivals.rounds import Following, follow
from archive.importing.arrivals.source import Source, source_at

__all__ = ["Following", "Source", "follow", "source_at"]
