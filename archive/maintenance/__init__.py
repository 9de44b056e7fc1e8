"""The archive kept in order: invariants, and the report on quotes."""
