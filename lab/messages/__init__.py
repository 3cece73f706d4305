"""Talk with buyers: what comes in, and what the shop answers."""
