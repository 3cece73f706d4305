"""What SQL remembers: people, courses, assignments, runs and their journals, grades, pictures."""
