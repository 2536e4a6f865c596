"""Signing in, and who may."""
