"""Trying what the assistant answers, and keeping it right."""
