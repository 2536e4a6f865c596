"""How articles are written: drafts, two pairs of eyes, publishing, history."""
