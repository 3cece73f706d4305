"""The shop's books: double entry, what a sale earns, and the student's own figures."""
