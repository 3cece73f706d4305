"""Reads a script, deals a variant, seeds a world, drives its events, and has robots play it."""
