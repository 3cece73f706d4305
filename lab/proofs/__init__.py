"""Tries every scenario with right, wrong and lazy robots before students see it."""
