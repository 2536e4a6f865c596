"""Changing the directory by hand: with the source of each field, confirmations, imports that can be undone."""
