"""Pages for students and instructors: read the input, call one use case, choose a template."""
