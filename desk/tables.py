"""All tables of the desk: whoever needs them complete (migrations, tests) imports this."""

import desk.accounts.models
import desk.inbox.models
import desk.statistics.models
import desk.test_bench.models  # noqa: F401
from desk.models import Base

__all__ = ["Base"]
