"""Browsing by tag: the query language, its filters, counts and pages, and how tags are kept in order."""
