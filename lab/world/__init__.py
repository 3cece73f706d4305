"""What a world is made of, and nothing it does: plain dataclasses with values, no rules."""
