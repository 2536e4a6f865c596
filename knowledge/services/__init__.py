"""Finding services of the directory: what is near a person, for them, and open."""

from knowledge.services.find import FoundServices, find_services
from knowledge.services.ranking import Ranking
from knowledge.services.readable import FoundService
from knowledge.services.wanted import Nearness, Ranked, Wanted

__all__ = ["FoundService", "FoundServices", "Nearness", "Ranked", "Ranking", "Wanted", "find_services"]
