"""Messages, threads and origins derived again from raw mail, and written where they come out different."""

from archive.importing.rederiving.differences import Differences
from archive.importing.rederiving.steps import rederive

__all__ = ["Differences", "rederive"]
