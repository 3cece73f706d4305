"""Content, price and stock of what a shop offers: its actions, faults and quality."""
