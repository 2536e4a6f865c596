"""Two conversations turn out to be one person's."""

from gateway.models import HUMAN_GONE, HUMAN_THERE, HUMAN_WANTED, NO_HUMAN, Conversation

_STRENGTH = (None, NO_HUMAN, HUMAN_GONE, HUMAN_WANTED, HUMAN_THERE)
_FIELDS = ("handoff", "handoff_at", "staff_id", "staff_name", "staff_at", "read_id")


def merge_handoff(gone: Conversation, kept: Conversation) -> None:
    """Whoever waits for a human or has one in either of the two does so in the one that is kept."""
    if _STRENGTH.index(gone.handoff) > _STRENGTH.index(kept.handoff):
        for field in _FIELDS:
            setattr(kept, field, getattr(gone, field))
