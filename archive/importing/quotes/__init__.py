"""From the texts of threads to origins: where quoted words were first written, and what is left of missing messages."""
