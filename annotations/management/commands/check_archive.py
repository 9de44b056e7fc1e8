from typing import Any

from django.core.management.base import BaseCommand, CommandError

from annotations.invariants import INVARIANTS
from archive.maintenance.invariants import INVARIANTS as ARCHIVE_INVARIANTS
from archive.maintenance.invariants import broken_invariants


class Command(BaseCommand):
    help = "Verifies every invariant of the archive; exit 1 and a list when one does not hold."

    def handle(self, *args: Any, **options: Any) -> None:
        every = ARCHIVE_INVARIANTS | INVARIANTS
        broken = list(broken_invariants(every))
        if broken:
            raise CommandError("\n".join(broken))
        self.stdout.write(f"All {len(every)} invariants hold.")
