"""The commands with several words, such as `dalil content check`, one module per subject."""
