"""Staff answer people themselves."""
