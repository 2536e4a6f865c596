"""Which classifier chooses the intent best, and how different the examples are: `python -m bench.classifiers`."""
