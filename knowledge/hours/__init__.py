"""Opening hours: what rows say, whether a service is open at a moment, and how to tell people."""

from knowledge.hours.clock import moroccan_time
from knowledge.hours.expression import osm_expression
from knowledge.hours.moment_wording import describe_openness
from knowledge.hours.row import OpeningRow
from knowledge.hours.state import Openness, OpenState, openness
from knowledge.hours.week_wording import describe_rows

__all__ = [
    "OpenState",
    "OpeningRow",
    "Openness",
    "describe_openness",
    "describe_rows",
    "moroccan_time",
    "openness",
    "osm_expression",
]
