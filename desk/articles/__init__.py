"""The editor for rights articles."""
