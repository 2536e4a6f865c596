"""The time in Morocco: UTC+0 all year since 20 September 2026, whatever the machine's zone files say."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from importlib.resources import files
from pathlib import Path

import pytest

from knowledge.hours import moroccan_time

ROOT = Path(__file__).parents[2]
ASK = """
from datetime import UTC, datetime
from zoneinfo import ZoneInfo
from knowledge.hours import moroccan_time
noon = datetime(2026, 11, 23, 12, tzinfo=UTC)
print(noon.astimezone(ZoneInfo("Africa/Casablanca")).hour, moroccan_time(noon).hour)
"""


@pytest.mark.parametrize(
    ("utc", "clock"),
    [
        (datetime(2026, 11, 23, 12), datetime(2026, 11, 23, 12)),
        (datetime(2026, 9, 19, 12), datetime(2026, 9, 19, 13)),
        (datetime(2026, 9, 20, 12), datetime(2026, 9, 20, 12)),
        (datetime(2027, 2, 20, 12), datetime(2027, 2, 20, 12)),
        (datetime(2027, 7, 1, 12), datetime(2027, 7, 1, 12)),
    ],
)
def test_clocks_show_utc_since_20_september_2026_in_ramadan_and_in_summer_too(utc: datetime, clock: datetime) -> None:
    assert moroccan_time(utc.replace(tzinfo=UTC)) == clock


def test_any_time_zone_is_understood() -> None:
    assert moroccan_time(datetime(2026, 11, 23, 12, tzinfo=timezone(timedelta(hours=-5)))) == datetime(2026, 11, 23, 17)


def test_without_a_moment_it_is_now_and_has_no_zone() -> None:
    now = moroccan_time()
    assert now.tzinfo is None
    assert abs(now - moroccan_time(datetime.now(UTC))) < timedelta(seconds=5)


def test_wrong_zone_files_of_the_system_change_nothing(tmp_path: Path) -> None:
    (tmp_path / "Africa").mkdir()
    wrong = files("tzdata.zoneinfo.Asia").joinpath("Tokyo").read_bytes()
    (tmp_path / "Africa" / "Casablanca").write_bytes(wrong)
    environment = {**os.environ, "PYTHONTZPATH": str(tmp_path), "PYTHONPATH": str(ROOT)}
    answer = subprocess.run([sys.executable, "-c", ASK], env=environment, capture_output=True, text=True, check=True)
    assert answer.stdout.split() == ["21", "12"]
