"""What the market is measured against: rows of figures, each with the band it must lie in."""
