"""What the assistant answers, whoever shows it: the one type that bot.actions builds and the gateway renders."""

from reply.model import SHARE_POSITION, Choice, RankedArticle, Reply, ServiceCard, SourceNote, Trace

__all__ = ["SHARE_POSITION", "Choice", "RankedArticle", "Reply", "ServiceCard", "SourceNote", "Trace"]
