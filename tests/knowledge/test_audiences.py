"""For whom services are, and whether a message says that its writer belongs to them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.audiences import STATUS, audiences, find_audiences
from knowledge.categories import categories


def found(text: str) -> set[str]:
    return set(find_audiences(text))


@pytest.mark.parametrize(
    "text",
    [
        "je suis une femme seule",
        "hébergement pour femmes",
        "ma femme est enceinte, où accoucher ?",
        "slt ma fame é malad",
        "mon épouse cherche un médecin",
        "une mère célibataire",
        "I am a pregnant woman",
        "shelter for women",
        "my wife needs a doctor",
        "where can she give birth",
        "أنا امرأة وحدي",
        "ملجأ للنساء",
        "زوجتي حامل",
        "أنا حامل في الشهر السابع",
        "مراتي مريضة",
        "جمعية ديال العيالات",
        "أنا أرملة",
        "lmra dyali mrida",
        "mrati 7amla",
        "mrti hamla",
        "jam3iya dyal l3yalat",
    ],
)
def test_women_are_heard(text: str) -> None:
    assert "women" in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "la mer",
        "traverser la mer à Tanger",
        "merci beaucoup",
        "la mairie",
        "un meeting",
        "je veux épouser une Marocaine",
        "dans l'enceinte de l'hôpital",
        "my mother tongue is Hausa",
        "men only",
        "أنا حامل بطاقة إقامة",
        "حاملي بطاقة اللاجئ",
        "البحر",
        "مرة أخرى",
        "مرتين في الأسبوع",
        "bghit nmchi lmer",
        "merhba",
    ],
)
def test_no_woman_is_heard_where_there_is_none(text: str) -> None:
    assert "women" not in found(text)


def test_a_cleaning_woman_who_looks_for_work_is_heard_as_a_woman() -> None:
    """Arguable: somebody may look for one. Whoever is meant, only the order of the services changes."""
    assert found("femme de ménage cherche travail") == {"women"}


@pytest.mark.parametrize(
    "text",
    [
        "une école pour mon enfant",
        "mes enfants sont malades",
        "lait pour bébé",
        "je suis mineur et seul",
        "des mineures non accompagnées",
        "mon fils a six ans",
        "ma fille ne va pas à l'école",
        "slt mn fils é malad",
        "my child is ill",
        "children under 12",
        "milk for my baby",
        "an unaccompanied minor",
        "my kids",
        "طفلي مريض",
        "حليب للأطفال",
        "أنا قاصر",
        "ابنتي عمرها خمس سنوات",
        "ولدي مريض",
        "وليداتي بغاو يقراو",
        "weldi mrid",
        "bnti bghat te9ra",
        "drari sghar",
    ],
)
def test_children_are_heard(text: str) -> None:
    assert "children" in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "childbirth at the hospital",
        "I look for a babysitter job",
        "a minor injury at work",
        "kidney disease",
        "l'ingénieur",
        "ولدي سؤال عن الإقامة",
        "ولديه بطاقة",
        "أبنية قديمة",
        "أولاد تايمة",
        "أنا رجل",
        "kidayr",
    ],
)
def test_no_child_is_heard_where_there_is_none(text: str) -> None:
    assert "children" not in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "je suis sans papiers",
        "médecin pour sans-papiers",
        "je n'ai pas de papiers",
        "slt g pa de papié",
        "g pas papier",
        "un avocat, j suis san papier",
        "je suis sans carte de séjour",
        "je n'ai pas encore de carte de séjour",
        "on est 100 papiers",
        "migrants en situation irrégulière",
        "je suis clandestin",
        "I am undocumented",
        "a doctor for people without papers",
        "no papers",
        "I don't have papers",
        "I dont have any documents",
        "we have no papers",
        "I do not have a residence card",
        "without a residence permit",
        "I am here illegally",
        "we are illegal",
        "أنا بدون أوراق",
        "طبيب بلا وراق",
        "ليس لدي إقامة",
        "وليس عندي بطاقة إقامة",
        "ليست لدي وثائق",
        "ما عندي أوراق",
        "وما عندي اقامة",
        "ماعنديش الوراق",
        "ما عنديش وراق",
        "ماعنديش لاكارط",
        "من غير إقامة",
        "مهاجر غير نظامي",
        "أنا حراگ",
        "bla wra9",
        "ma3ndich lwra9",
        "ma 3ndich la carte de séjour",
        "ana 7arrag",
        "ma3endich papiers",
    ],
)
def test_people_without_papers_are_heard_and_not_taken_for_card_holders(text: str) -> None:
    assert found(text) & {"undocumented", "card_holders"} == {"undocumented"}


@pytest.mark.parametrize(
    "text",
    [
        "comment régulariser ma situation",
        "quels papiers pour l'école ?",
        "avec papiers",
        "mes papiers sont prêts",
        "des cycles irréguliers",
        "sans travail",
        "sans carte bancaire",
        "is it illegal to work without a contract",
        "my employer does something illegal",
        "newspapers",
        "which documents do I need",
        "أوراق المدرسة",
        "عندي أوراق",
        "بدون عمل",
        "حراك الريف",
        "wra9 lmdrasa",
        "3ndi lwra9",
    ],
)
def test_who_only_speaks_of_papers_is_not_taken_for_somebody_without(text: str) -> None:
    assert "undocumented" not in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "j'ai une carte de séjour",
        "j'ai déjà ma carte de séjour",
        "g la carte de séjour",
        "je suis en situation régulière",
        "j'ai été régularisé",
        "titulaire d'une carte de séjour",
        "I have a residence card",
        "we already have our residence permit",
        "with a residence card",
        "عندي بطاقة الإقامة",
        "لدي إقامة",
        "عندي لاكارط",
        "أنا حامل بطاقة إقامة",
        "3ndi la9ama",
        "3ndi la carte",
    ],
)
def test_card_holders_are_heard(text: str) -> None:
    assert found(text) & {"undocumented", "card_holders"} == {"card_holders"}


@pytest.mark.parametrize(
    "text",
    [
        "je veux régulariser ma situation",
        "comment être régularisé ?",
        "régularisation",
        "comment avoir une carte de séjour",
        "ma carte de séjour a expiré",
        "je n'ai pas la carte de séjour",
        "si j'ai une carte de séjour, puis-je travailler ?",
        "how can I have a residence card",
        "can I have a residence card?",
        "where do I get a residence permit",
        "I don't have residence card",
        "كيف أحصل على بطاقة الإقامة",
        "هل لدي إقامة؟",
        "ليس لدي إقامة",
        "ما عندي إقامة",
        "لم تعد لدي إقامة",
        "bghit la9ama",
        "kifach ndir la carte",
        "ma3ndich la9ama",
    ],
)
def test_who_wants_a_card_is_not_taken_for_somebody_who_has_one(text: str) -> None:
    assert "card_holders" not in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "je suis réfugié",
        "une réfugiée syrienne",
        "école pour réfugiés",
        "slt je suis refugier",
        "j'ai le statut de réfugié",
        "I am a refugee",
        "help for refugees",
        "أنا لاجئ",
        "لاجئة سورية",
        "مساعدة للاجئين",
        "ana laji2",
    ],
)
def test_refugees_are_heard(text: str) -> None:
    assert "refugees" in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "où me réfugier ce soir",
        "comment devenir réfugié",
        "comment obtenir le statut de réfugié",
        "how do I get refugee status",
        "a refuge for the night",
        "كيف أحصل على صفة لاجئ",
        "ملجأ",
        "bghit nelja",
    ],
)
def test_who_wants_refuge_is_not_taken_for_a_refugee(text: str) -> None:
    assert "refugees" not in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "je suis demandeur d'asile",
        "demandeuse d'asile",
        "demandeur asile",
        "j'ai demandé l'asile",
        "I am an asylum seeker",
        "we are seeking asylum",
        "I have applied for asylum",
        "أنا طالب لجوء",
        "طالبة لجوء",
        "طالبي اللجوء",
        "ana taleb loujou2",
    ],
)
def test_asylum_seekers_are_heard(text: str) -> None:
    assert "asylum_seekers" in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "comment demander l'asile",
        "demande d'asile",
        "demandeur d'emploi",
        "how to apply for asylum",
        "كيف أطلب اللجوء",
        "طالب في الجامعة",
        "bghit ntleb lojou2",
    ],
)
def test_who_asks_how_to_apply_is_not_taken_for_an_asylum_seeker(text: str) -> None:
    assert "asylum_seekers" not in found(text)


@pytest.mark.parametrize("text", ["", "👍", "bonjour", "un médecin à Oujda", "a lawyer", "طبيب", "bghit tbib f casa"])
def test_who_says_nothing_of_themselves_belongs_to_nobody(text: str) -> None:
    assert found(text) == set()


def test_several_are_heard_in_one_message() -> None:
    assert found("je suis réfugiée, mère de trois enfants") == {"refugees", "women", "children"}
    assert found("أنا حامل وليس لدي إقامة") == {"women", "undocumented"}


@given(st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    assert find_audiences(text) <= audiences().keys()


def test_every_audience_has_a_name_in_three_languages_and_a_kind() -> None:
    assert all(audience.names.keys() == {"fr", "ar", "en"} for audience in audiences().values())
    assert {audience.kind for audience in audiences().values()} == {STATUS, "person"}
    names = [name for audience in audiences().values() for name in audience.names.values()]
    assert len(set(names)) == len(names)


def test_no_word_means_two_audiences() -> None:
    words = [word for audience in audiences().values() for word in audience.words | audience.unless]
    assert sorted(words) == sorted(set(words))


def test_a_category_and_an_audience_never_share_a_key() -> None:
    """Both are terms that services carry; reports name them by key."""
    assert not categories().keys() & audiences().keys()
