"""Exchanging articles and services with files and with other directories."""
