"""From references of messages to the trees of threads, and what administrators decided of them."""
