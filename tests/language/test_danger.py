"""Immediate danger is heard in every language, and look-alikes stay quiet; without the engine."""

import pytest

from language.danger import KINDS, find_danger, judge_danger

LAUGHTER_ALARMS = pytest.mark.xfail(
    strict=True, reason="a figure of speech is only looked for before a sign, and laughter stands behind it"
)

HEARD: dict[str, list[str]] = {
    "sea": [
        "notre zodiac coule, on est 30",
        "le bateau prend l'eau",
        "the boat is sinking",
        "we are lost at sea no fuel",
        "القارب يغرق بنا",
        "حنا كنغرقو",
        "zodiac ghre9 3t9ona",
        "تهنا في البحر",
    ],
    "medical": [
        "ma femme saigne bcp elle est enceinte",
        "mon ami ne respire plus",
        "my wife is bleeding heavily",
        "he is not breathing",
        "she collapsed",
        "أخي فقد الوعي ولا يتنفس",
        "مراتي كتنزف بزاف",
        "khoya ma kaytnfesch",
        "mon fils a avalé de la javel",
        "مراتي حاملة وكتنزف بزاف",
    ],
    "suicide": [
        "je veux mourir",
        "j'ai envie de me suicider",
        "I want to die",
        "i go kill myself",
        "أريد أن أموت",
        "بغيت نموت",
        "bghit n9tel rassi",
    ],
    "violence": [
        "mon mari me frappe maintenant",
        "j'ai été violée cette nuit",
        "he wants to kill me",
        "I was raped",
        "زوجي يضربني الآن",
        "راجلي باغي يقتلني",
        "rajli kaydrebni daba",
        "il va me tuer",
        "my husband is beating me",
        "they have knives outside",
    ],
    "captive": [
        "mon patron m'a enfermée et a pris mon passeport",
        "they locked us in a house",
        "أنا محتجزة في بيت",
        "حابسيني ف الدار",
        "7absinni f dar",
        "my boss locked me in",
    ],
    "arrest": [
        "la police nous a arrêtés, ils nous mettent dans un bus",
        "on nous a laissés dans le désert",
        "police don carry my brother now",
        "they are deporting us tonight",
        "الشرطة اعتقلتني",
        "البوليس شدوني دابا",
        "lboulis chddouni",
    ],
    "child": [
        "j'ai trouvé un enfant seul dans la rue",
        "ma fille a disparu",
        "a baby alone on the street at night",
        "وجدت طفلا وحده في الشارع",
        "لقيت دري صغير بوحدو فالزنقة",
        "drri sghir bo7do f zn9a",
    ],
    "general": ["au secours", "help me please", "on est en danger", "SOS", "ساعدوني", "عتقوني", "3t9oni"],
}


def test_every_kind_has_examples() -> None:
    assert HEARD.keys() == set(KINDS)


@pytest.mark.parametrize("text", HEARD["sea"])
def test_distress_at_sea_is_heard(text: str) -> None:
    assert find_danger(text) == "sea"


@pytest.mark.parametrize("text", HEARD["medical"])
def test_a_medical_emergency_is_heard(text: str) -> None:
    assert find_danger(text) == "medical"


@pytest.mark.parametrize("text", HEARD["suicide"])
def test_the_wish_to_die_is_heard(text: str) -> None:
    assert find_danger(text) == "suicide"


@pytest.mark.parametrize("text", HEARD["violence"])
def test_violence_is_heard(text: str) -> None:
    assert find_danger(text) == "violence"


@pytest.mark.parametrize("text", HEARD["captive"])
def test_captivity_is_heard(text: str) -> None:
    assert find_danger(text) == "captive"


@pytest.mark.parametrize("text", HEARD["arrest"])
def test_an_arrest_is_heard(text: str) -> None:
    assert find_danger(text) == "arrest"


@pytest.mark.parametrize("text", HEARD["child"])
def test_a_child_in_danger_is_heard(text: str) -> None:
    assert find_danger(text) == "child"


@pytest.mark.parametrize("text", HEARD["general"])
def test_a_bare_cry_for_help_is_heard(text: str) -> None:
    assert find_danger(text) == "general"


@pytest.mark.parametrize("text", ["AU SECOUUUUURS", "au  secours !!!", "a\u200bu secours", "«au secours»"])
def test_danger_is_heard_however_it_is_typed(text: str) -> None:
    assert find_danger(text) == "general"


@pytest.mark.parametrize(
    "text",
    [
        "mon téléphone est mort",
        "ce match va me tuer",
        "l'équipe est en danger",
        "film de bateau qui coule",
        pytest.param("je veux mourir de rire", marks=LAUGHTER_ALARMS),
        pytest.param("بغيت نموت بالضحك", marks=LAUGHTER_ALARMS),
        pytest.param("bghit nmout b dahk", marks=LAUGHTER_ALARMS),
    ],
)
def test_figures_of_speech_stay_quiet(text: str) -> None:
    assert find_danger(text) is None


@pytest.mark.parametrize(
    "text", ["je veux mourir lol", "I want to die lol this exam", "this song makes me want to die"]
)
def test_the_wish_to_die_is_taken_seriously_even_when_it_may_be_a_joke(text: str) -> None:
    assert find_danger(text) == "suicide"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "👍",
        "comment inscrire mon enfant à l'école ?",
        "où accoucher gratuitement ?",
        "je cherche un médecin pour ma femme enceinte",
        "ma carte expire demain",
        "je veux aller à la mer avec mes enfants",
        "what happens if the police stop me without a card?",
        "can I be deported if I am pregnant?",
        "my residence expired last year",
        "السلام عليكم، أين أجد طبيبا؟",
        "bghit nmchi l sbitar",
    ],
)
def test_ordinary_questions_stay_quiet(text: str) -> None:
    assert find_danger(text) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("le bateau coule, le moteur est mort", "sea"),
        ("the boat is sinking and the motor stopped", "sea"),
        ("notre bateau coule, plus de batterie", "sea"),
        ("je veux mourir, j'ai raté mon examen", "suicide"),
        ("he wants to kill me, tell me what to do", "violence"),
        ("I was raped but I am afraid of the police", "violence"),
        ("mon mari me frappe depuis jeudi", "violence"),
        ("après le match mon mari me frappe", "violence"),
        ("quand il rentre du boulot il me frappe", "violence"),
        ("زوجي يضربني وأخذ هاتفي", "violence"),
        ("rajli kaydrebni w 7yed liya tilifon", "violence"),
        ("من بعد الماتش راجلي كيضربني", "violence"),
        ("بعد الامتحان أبي يضربني", "violence"),
        ("une jeune fille est enfermée par son patron", "captive"),
        ("they locked us in a house, they took my phone", "captive"),
        ("au secours je n'ai plus de batterie", "general"),
        ("plus de batterie, au secours", "general"),
        ("no battery, help me please", "general"),
        ("il a pris mon téléphone, au secours", "general"),
        ("خدا ليا هاتفي عتقوني", "general"),
        ("on est en danger c'est sérieux", "general"),
    ],
)
def test_an_innocent_word_beside_danger_does_not_silence_it(text: str, kind: str) -> None:
    assert find_danger(text) == kind


@pytest.mark.parametrize("text", ["2", " 3. ", "10)", "٢"])
def test_the_number_of_a_choice_is_never_danger(text: str) -> None:
    assert judge_danger(text, dict.fromkeys(KINDS, 0.9)) is None
