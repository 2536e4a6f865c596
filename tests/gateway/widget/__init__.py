"""The chat widget in a real browser, against a small server that keeps the contract of the gateway."""
