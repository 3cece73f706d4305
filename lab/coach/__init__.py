"""Tells a student why something happened, and what one change would have brought. Reads worlds, changes none."""
