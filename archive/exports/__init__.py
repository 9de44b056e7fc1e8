"""Mail that leaves the archive: feeds and mbox."""
