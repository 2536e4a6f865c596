"""Which language somebody asks for by its name."""

from language.normalise import words

_NAMES = {
    "fr": "francais francaise french fransawi fransawiya lfransawiya fransia فرنسيه فرنساويه فرنسي الفرنسيه الفرنساويه "
    "بالفرنسيه بالفرنساويه فرانسي فرنساوي françee lfrançais faransiya fransi fransé fransiya",
    "ar": "arabe arabic arabi arabiya العربيه عربيه عربي بالعربيه بالعربي العربي دارجه الدارجه بالدارجه darija darja "
    "ddarija 3arbiya l3arbiya l3arbia 3arabi 3arbi marocain moroccan مغربيه المغربيه بالمغربيه l3rbiya 3rbia dariga",
    "en": "anglais anglaise english inglish angliziya lingliziya انجليزيه الانجليزيه بالانجليزيه انجليزي بالانجليزي "
    "انكليزي انكليزيه بالانكليزيه الانكليزيه الانجليزي engliz nglizia negliziya ngliziya anglé eng nglizi lanegliziya",
}
_BY_WORD = {word: code for code, names in _NAMES.items() for word in words(names)}
_NOT = frozenset(["not", "pas", "no", "don", "dont", "ne", "non", "ماشي", "مش", "لا", "machi", "mshi", "مو"])


def find_language_name(text: str) -> str | None:
    """The language a text asks for: the last one named that is not refused ("pas français, arabe" → Arabic)."""
    wanted = None
    refused = False
    for token in words(text):
        if token in _NOT:
            refused = True
        elif token in _BY_WORD:
            wanted = wanted if refused else _BY_WORD[token]
            refused = False
    return wanted
