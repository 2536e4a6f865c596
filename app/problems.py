"""What can stop a command, with the sentence that is shown for it."""


class Problem(Exception):
    """Something a person can mend; the message says what and how. Ends the command with exit code 1."""
