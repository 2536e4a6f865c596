"""Builds the lists of places that are shipped; nothing here runs in Dalil."""
