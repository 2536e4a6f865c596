"""Whole turns of Dalil against the bot that `rasa init` makes, in one run on one machine: `python -m bench.turns`."""
