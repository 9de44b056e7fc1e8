"""Sources that mail still comes to: what is new is read round by round, each round that finds mail an import run."""

from archive.importing.following.kinds import Source, source_at
from archive.importing.following.rounds import Following, follow

__all__ = ["Following", "Source", "follow", "source_at"]
