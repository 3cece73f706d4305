"""Bundles: one run as one file, which anybody can replay and grade without a server."""
