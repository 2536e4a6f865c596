""" "Near me": the nearest town to a point, and None abroad."""

import pytest

from knowledge.geo import distance_km
from knowledge.places import Gazetteer
from tests.knowledge.test_places import PLACES


def test_the_nearest_town_to_the_middle_of_a_town_is_that_town(gazetteer: Gazetteer) -> None:
    for row in PLACES:
        if row["place_type"] != "region":
            nearest = gazetteer.nearest(float(row["latitude"]), float(row["longitude"]))
            assert nearest is not None
            assert (nearest[0].key, round(nearest[1], 3)) == (row["place_key"], 0.0)


@pytest.mark.parametrize(
    ("latitude", "longitude", "name", "at_most_km"),
    [
        (33.99, -6.85, "Rabat", 5.0),
        (35.75, -5.83, "Tanger", 5.0),
        (33.45, -7.65, "Casablanca", 20.0),
        (24.2, -14.5, "Dakhla", 170.0),
    ],
)
def test_a_point_in_morocco_has_a_nearest_town(
    gazetteer: Gazetteer, latitude: float, longitude: float, name: str, at_most_km: float
) -> None:
    nearest = gazetteer.nearest(latitude, longitude)
    assert nearest is not None
    assert nearest[0].names["fr"] == name
    assert 0 < nearest[1] <= at_most_km


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [
        (48.86, 2.35),  # Paris
        (36.72, -4.42),  # Málaga
        (36.01, -5.61),  # Tarifa
        (35.889, -5.32),  # Ceuta
        (35.294, -2.938),  # Melilla
        (34.88, -1.32),  # Tlemcen
        (27.67, -8.15),  # Tindouf
        (20.94, -17.04),  # Nouadhibou
        (28.1, -15.42),  # Las Palmas
        (28.96, -13.55),  # Arrecife
        (32.0, -13.0),  # the Atlantic
        (0.0, 0.0),
        (-33.99, 6.85),
    ],
)
def test_a_point_abroad_has_none(gazetteer: Gazetteer, latitude: float, longitude: float) -> None:
    assert gazetteer.nearest(latitude, longitude) is None


def test_distances_are_those_of_the_globe() -> None:
    assert distance_km(34.0, -5.0, 34.0, -5.0) == 0.0
    assert distance_km(0.0, 0.0, 0.0, 180.0) == pytest.approx(20015, abs=1)
    assert distance_km(34.0, -5.0, 35.0, -5.0) == pytest.approx(111.2, abs=0.1)
