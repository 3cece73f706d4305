"""How a shop's listings are found among the goods of the frozen market."""
