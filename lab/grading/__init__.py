"""Turns checks and evidence into a grade. Knows no check by name."""
