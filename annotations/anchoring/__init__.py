"""Notes on their words: targets made from ranges, found again when texts change, seen at the same words."""
