"""Search in what was written: messages that answer a query, and excerpts of them."""
