"""What happens between two countries: duty, import tax, classes of goods, papers, carriers, exchange."""
