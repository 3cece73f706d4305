"""Which language a text is in, and what it states, promises and claims: pure rules over phrase data."""
