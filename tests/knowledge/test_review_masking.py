"""Names and postal addresses in questions kept for review: what is masked, what is not, and what is not seen."""

import pytest

from knowledge.review import masked


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("je m'appelle Awa Diop et j'ai deux enfants", "je m'appelle … et j'ai deux enfants"),
        ("bonjour je mappelle awa diop jhabite a rabat", "bonjour je mappelle … jhabite a rabat"),
        ("JE M’APPELLE AWA DIOP J’HABITE RABAT", "JE M'APPELLE … J'HABITE RABAT"),
        ("Mon nom est KOUAME Yao Serge, je cherche une école", "Mon nom est …, je cherche une école"),
        ("mon fils s'appelle Ibrahim Traoré il a 7 ans", "mon fils s'appelle … il a 7 ans"),
        ("ma fille nommée Rose va à l'école", "ma fille nommée … va à l'école"),
        ("my name is Blessing Okafor from Nigeria", "my name is … from Nigeria"),
        ("hello i'm called peter i need doctor", "hello i'm called … i need doctor"),
        ("اسمي فاطمة الزهراء وعندي ولد", "اسمي … وعندي ولد"),
        ("انا اسمي محمد ولد احمد من موريتانيا", "انا اسمي … من موريتانيا"),
        ("سميتي خديجة وبغيت نقرا", "سميتي … وبغيت نقرا"),
        ("ana smiti Amina men sinigal", "ana smiti … men sinigal"),
        ("smiti karim o bghit nkhdem", "smiti … o bghit nkhdem"),
        ("Mme Bennani de la préfecture", "Mme … de la préfecture"),
        ("dr. Alami m'a refusé", "dr. … m'a refusé"),
        ("mon mari Mamadou Diallo est malade", "mon mari … est malade"),
        ("je suis fatoumata de guinée", "je suis … de guinée"),
    ],
)
def test_a_name_is_masked_after_the_words_that_announce_it_and_where_it_is_well_known(text: str, kept: str) -> None:
    assert masked(text) == kept


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("j'habite rue tarik ibn ziad numero 12 Tanger", "j'habite rue … numero … Tanger"),
        ("12, rue Ibn Sina, Casablanca", "…, rue …, Casablanca"),
        ("l'avenue Mohammed VI numéro 12, appartement 4", "l'avenue … numéro …, appartement …"),
        ("immeuble 7 étage 2 bd Zerktouni", "immeuble … étage … bd …"),
        ("nous habitons hay nahda 2 rabat", "nous habitons hay … rabat"),
        ("أسكن في شارع الحسن الثاني عمارة 5 شقة 3", "أسكن في شارع … عمارة … شقة …"),
        ("ساكن فشارع محمد الخامس رقم 12", "ساكن فشارع … رقم …"),
        ("في حي النهضة", "في حي …"),
    ],
)
def test_a_postal_address_is_masked_after_the_word_for_a_street_or_quarter(text: str, kept: str) -> None:
    assert masked(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "mon nom est mal écrit sur l'acte de naissance",
        "son nom de famille est faux dans le jugement",
        "comment ça s'appelle le papier pour l'école ?",
        "Comment s'appelle le bureau des étrangers ?",
        "My name is not on the list",
        "my name was wrong on the visa",
        "اسمي غير مكتوب في الوثيقة",
        "monsieur svp aidez moi",
        "je dors dans la rue depuis 3 jours",
        "on dort dans la rue avec mes enfants",
        "أنام في الشارع مع أولادي",
        "c'est où l'hôpital Mohammed V à Rabat ?",
        "عمر ابني 7 سنوات",
        "le numéro 19 est celui de la police ?",
        "sidi moumen casablanca",
    ],
)
def test_what_only_resembles_a_name_or_an_address_stays(text: str) -> None:
    assert masked(text) == text


@pytest.mark.parametrize(
    "text", ["c'est Rose qui écrit", "I am Peter and I need a doctor", "12 Main Street", "أنا نور"]
)
def test_a_name_or_address_without_such_words_is_not_seen(text: str) -> None:
    """As the docstring of `masked` and the page say: whoever reads the queue must know it."""
    assert masked(text) == text


def test_masks_beside_each_other_become_one() -> None:
    assert masked("my name is Awa 0612345678 awa@example.org") == "my name is …"
