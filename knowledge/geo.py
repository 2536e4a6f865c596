"""Distances on the earth, and what lies around Morocco."""

from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0
_SOUTH, _NORTH, _WEST, _EAST = 20.7, 35.95, -17.2, -0.95
"""A box that holds all places of the directory, and no mainland of Europe."""
TOWNS_ABROAD = (
    (35.88919, -5.32042),  # Ceuta
    (35.29369, -2.93833),  # Melilla
    (35.09579, -1.85772),  # Ghazaouet
    (35.01361, -1.74799),  # Nedroma
    (34.84969, -1.72753),  # Maghnia
    (34.87833, -1.315),  # Tlemcen
    (34.63703, -1.33143),  # Sebdou
    (32.75, -0.58333),  # Aïn Sefra
    (31.61667, -2.21667),  # Béchar
    (31.019, -2.72387),  # Abadla
    (30.13306, -2.16611),  # Béni Abbès
    (27.67111, -8.14743),  # Tindouf
    (25.22967, -11.57912),  # Bir Mogreïn
    (22.73542, -12.47134),  # Zouérat
    (21.29957, -13.06684),  # Choum
    (21.28965, -16.52404),  # Boulenouar
    (20.94188, -17.03842),  # Nouadhibou
    (28.50038, -13.86272),  # Puerto del Rosario
    (28.96302, -13.54769),  # Arrecife
    (28.16155, -14.22691),  # Costa Calma
)
"""Towns of other countries near the border inside that box (GeoNames, CC BY 4.0): who is nearer to one is abroad."""


def distance_km(from_lat: float, from_lon: float, to_lat: float, to_lon: float) -> float:
    """Great-circle distance in kilometres between two points in degrees."""
    lat1, lon1, lat2, lon2 = map(radians, (from_lat, from_lon, to_lat, to_lon))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(half))


def km_to_town_abroad(latitude: float, longitude: float) -> float:
    """How far the nearest known town of another country is; 0 outside the box around Morocco."""
    if not (_SOUTH <= latitude <= _NORTH and _WEST <= longitude <= _EAST):
        return 0.0
    return min(distance_km(latitude, longitude, *town) for town in TOWNS_ABROAD)
