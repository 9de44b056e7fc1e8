"""What is derived from raw mail is derived again, and written where it comes out different."""

from archive.importing.rederiving.differences import Differences
from archive.importing.rederiving.steps import rederive

__all__ = ["Differences", "rederive"]
