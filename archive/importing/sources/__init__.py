"""From a source's path to batches of parsed mail."""
