"""From stored references to the trees of threads, and what administrators decided of them."""
