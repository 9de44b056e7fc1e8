"""The whole archive in one file, and back: what `manage.py backup` and `restore` do."""

from config.backups.making import back_up
from config.backups.restoring import restore

__all__ = ["back_up", "restore"]
