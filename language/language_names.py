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
    tokens = words(text)
    named = [
        _BY_WORD[token]
        for number, token in enumerate(tokens)
        if token in _BY_WORD and not _NOT & set(tokens[max(0, number - 2) : number])
    ]
    return named[-1] if named else None
