"""What commands print."""


def say(sentence: str) -> None:
    """One plain line of progress, at once."""
    print(sentence, flush=True)
