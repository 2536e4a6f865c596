"""What the assistant answers, whoever shows it: the one type that bot.actions builds and the gateway renders."""

from reply.model import Choice, Reply, ServiceCard, SourceNote, Trace

__all__ = ["Choice", "Reply", "ServiceCard", "SourceNote", "Trace"]
