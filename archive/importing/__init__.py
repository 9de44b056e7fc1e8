"""The only bridge from parsed mail to rows: sources are read, parsed and stored batch by batch.

Every batch is one transaction, so an import that is cut short loses nothing that it counted.
"""

from archive.importing.list_choice import list_for_source, make_list
from archive.importing.runs import Progress, import_into_run, import_sources, new_run
from archive.importing.storing.retrying import retry_quarantine

__all__ = [
    "Progress",
    "import_into_run",
    "import_sources",
    "list_for_source",
    "make_list",
    "new_run",
    "retry_quarantine",
]
