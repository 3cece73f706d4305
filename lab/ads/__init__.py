"""Sponsored slots: which searches a campaign enters, what it pays, and what came of it."""
