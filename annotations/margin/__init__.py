"""Notes beside the words of a page: numbers, highlights, cards and overviews."""
