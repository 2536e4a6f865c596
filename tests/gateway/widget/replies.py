"""Replies for the tests and pictures of the widget. The services are made up and their numbers belong to nobody."""

from reply import Choice, Reply, ServiceCard, SourceNote
from tests.gateway.widget.fake_dalil import Posted, echo

PHONE = "+212 5 00 00 00 00"

_SERVICE = ServiceCard(
    name="Association Exemple — اختبار", description="Test: écoute et orientation.", place="Rabat",
    address="12 rue de l'Exemple", phones=(PHONE, "0500 00 00 01"), hours="lundi–vendredi 9:00–16:00",
    website="https://example.org/", source_date="2024", alert="Test: le programme peut être terminé.",
    open_now="Ouvert",
)  # fmt: skip
_TEXTS = {
    "fr": ("Voici un service près de Rabat :\n\n• un premier point\n• un deuxième point ; appelez le 05 00 00 00 00",
           "En danger, appelez tout de suite le 19 (police) ou le 15 (ambulance).\n\nAllez dans un lieu sûr."),
    "ar": (f"هذه خدمة قريبة من الرباط، يمكنكم الاتصال بالرقم {PHONE} في أوقات العمل لطلب الموعد.",
           "إذا كنتم في خطر، اتصلوا فورا بالرقم 19 (الشرطة) أو 15 (الإسعاف).\n\nاذهبوا إلى مكان آمن."),
    "en": (f"Here is a service near Rabat: call {PHONE}.",
           "If you are in danger, call 19 (police) or 15 (ambulance) now.\n\nGo to a safe place."),
}  # fmt: skip
_NOTES = {
    "fr": "Information de 2024, elle a pu changer.",
    "ar": "معلومة من سنة 2024، ربما تغيرت.",
    "en": "Information of 2024; it may have changed.",
}
PLACES = (Choice("Rabat", '/give_place{"place": "ma-rabat"}'), Choice("Tanger", '/give_place{"place": "ma-tanger"}'))


def canned(posted: Posted) -> Reply:
    """To "service", "danger" and "share" a reply with all its parts; else an echo."""
    language = posted.get("language", "en")
    service, danger = _TEXTS[language]
    source = SourceNote("Loi d'exemple n° 00-00", "2003", "https://example.org/law")
    match posted["text"]:
        case "service":
            return Reply(service, language, PLACES, (_SERVICE,), (source,), _NOTES[language])
        case "danger":
            return Reply(danger, language, urgent=True)
        case "share":
            return Reply("Where are you?", language, (Choice("Share my position", "/share_position"), *PLACES))
        case _:
            return echo(posted)
