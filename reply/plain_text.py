"""A reply as plain text, for channels and readers without markup."""

from reply.model import Reply, ServiceCard


def plain_text(reply: Reply) -> str:
    """Text, services, note and numbered choices, an empty line between them."""
    parts = [reply.text, *map(_card, reply.services), reply.note]
    if reply.choices:
        parts.append("\n".join(f"{number}. {choice.title}" for number, choice in enumerate(reply.choices, start=1)))
    return "\n\n".join(part for part in parts if part)


def _card(card: ServiceCard) -> str:
    lines = [card.name, card.alert, card.description, card.address or card.place, " / ".join(card.phones),
             card.open_now, card.hours, card.eligibility, card.fee, card.website]  # fmt: skip
    return "\n".join(line for line in lines if line)
