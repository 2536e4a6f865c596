"""Replies of every shape in two directions. The services are made up and their numbers belong to nobody."""

from reply import SHARE_POSITION, Choice, RankedArticle, Reply, ServiceCard, SourceNote, Trace

SOURCE = SourceNote("Loi d'exemple n° 00-00", "2003", "https://example.org/law")
NOTES = {"fr": "Information de 2003 ; elle a pu changer.", "ar": "معلومة من سنة 2003، وقد تكون تغيرت."}
SIMPLER = {"fr": Choice("Plus simple", "/simpler"), "ar": Choice("بكلمات أبسط", "/simpler")}
SCHOOL = {
    "fr": Choice("L'école sans papiers", '/ask_schooling{"article": "schooling.no_papers"}',
                 "Mon enfant peut-il aller à l'école sans titre de séjour ?"),
    "ar": Choice("المدرسة بدون أوراق", '/ask_schooling{"article": "schooling.no_papers"}',
                 "هل يمكن لطفلي الذهاب إلى المدرسة بدون إقامة؟"),
}  # fmt: skip
NEAR = {"fr": Choice("Qui aide près de moi", '/find_service{"category": "schooling"}'),
        "ar": Choice("من يساعد قربي", '/find_service{"category": "schooling"}')}  # fmt: skip
SENTENCE = {
    "fr": "Oui. Tous les enfants ont le droit d'aller à l'école publique, avec ou sans titre de séjour.",
    "ar": "نعم. لكل الأطفال الحق في الذهاب إلى المدرسة العمومية، بإقامة أو بدونها، من 6 إلى 16 سنة.",
}
STEPS = {
    "fr": "Comment faire :\n1. Allez à l'école la plus proche.\n2. Demandez la personne qui dirige l'école.",
    "ar": "كيف تفعلون ذلك:\n1. اذهبوا إلى أقرب مدرسة.\n2. اطلبوا مقابلة المدير أو المديرة.",
}
RANKING = (
    RankedArticle("schooling.no_papers", 0.934),
    RankedArticle("schooling.how_to_enrol", 0.041),
    RankedArticle("schooling.documents", 0.012),
)


def answer(language: str) -> Reply:
    """One article, with buttons, a source and why."""
    trace = Trace("question", "ask_schooling", 0.91, "schooling", "schooling.no_papers",
                  ranking=RANKING, rule="action_answer_question")  # fmt: skip
    return Reply(
        f"{SENTENCE[language]}\n\n{STEPS[language]}", language, (NEAR[language], SIMPLER[language]),
        sources=(SOURCE,), note=NOTES[language], trace=trace,
    )  # fmt: skip


def long(language: str) -> Reply:
    """More than one WhatsApp message holds."""
    text = "\n\n".join(f"{SENTENCE[language]} {SENTENCE[language]} ({number})" for number in range(30))
    return Reply(text, language, (NEAR[language], SIMPLER[language]), sources=(SOURCE,), note=NOTES[language])


def services(language: str) -> Reply:
    """Two services near a town."""
    cards = (
        ServiceCard(
            "Association Exemple — مثال", "Écoute et orientation." if language == "fr" else "الاستماع والتوجيه.",
            "Rabat" if language == "fr" else "الرباط", "12 rue de l'Exemple", ("+212 5 00 00 00 00", "0500 00 00 01"),
            website="https://example.org/", source_date="2024",
        ),
        ServiceCard("Centre Exemple", "Soins." if language == "fr" else "علاج.", phones=("05 00 00 00 02",)),
    )  # fmt: skip
    text = "Santé près de Rabat :" if language == "fr" else "الصحة بالقرب من الرباط:"
    trace = Trace("service", "find_service", 0.88, category="health", place="Rabat", rule="action_find_services")
    return Reply(text, language, (SIMPLER[language],), cards, note=NOTES[language], trace=trace)


def choices(language: str) -> Reply:
    """Five articles to choose from: a list on WhatsApp."""
    offered = tuple(
        Choice(f"{SCHOOL[language].title} {number}", SCHOOL[language].payload, SCHOOL[language].description)
        for number in range(1, 6)
    )
    text = "Que voulez-vous savoir ?" if language == "fr" else "ماذا تريدون أن تعرفوا؟"
    return Reply(text, language, offered, trace=Trace("ambiguous", "ask_schooling", 0.4, "schooling", ranking=RANKING))


def urgent(language: str) -> Reply:
    """Danger: the number first."""
    text = {
        "fr": "En danger, appelez tout de suite le 19 (police) ou le 15 (ambulance).\n\nAllez dans un lieu sûr.",
        "ar": "إذا كنتم في خطر، اتصلوا فورا بالرقم 19 (الشرطة) أو 15 (الإسعاف).\n\nاذهبوا إلى مكان آمن.",
    }[language]
    return Reply(text, language, (SCHOOL[language],), sources=(SOURCE,), note=NOTES[language], urgent=True,
                 trace=Trace("emergency", "danger", 0.97, rule="action_danger"))  # fmt: skip


def position(language: str) -> Reply:
    """Only the position is asked for."""
    title = "Envoyer ma position" if language == "fr" else "إرسال موقعي"
    return Reply("Où êtes-vous ?" if language == "fr" else "أين أنتم؟", language, (Choice(title, SHARE_POSITION),))
