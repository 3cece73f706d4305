"""Money, simulated time, chance, errors and text: the values that everything else is written in."""
