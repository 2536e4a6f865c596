"""Questions that went badly."""
