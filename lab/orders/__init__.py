"""From a purchase to the buyer's door."""
