"""The catalogue of checks: one module, one class, per question that a grade can ask."""
