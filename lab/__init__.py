"""Tradewind Lab: a simulated cross-border marketplace for learning to run a shop."""

__version__ = "0.1.0"
