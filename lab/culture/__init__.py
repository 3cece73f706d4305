"""What is read differently from country to country: cards with sources, and the traps in texts that go against them."""
