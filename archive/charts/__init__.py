"""Figures of a list as numbers and SVG paths; no HTML."""
