"""What people write to each of the two, eight messages a conversation, and who writes what next."""

import uuid
from collections.abc import Iterator, Sequence

Conversation = tuple[str, ...]

WITH_DALIL: tuple[Conversation, ...] = (
    (
        "Bonjour",
        "Ma fille de 7 ans peut-elle aller à l'école si nous n'avons pas de carte de séjour ?",
        "et combien ça coûte ?",
        "Je cherche un médecin à Rabat",
        "Comment renouveler ma carte de séjour ?",
        "menu",
        "Je voudrais rentrer au Sénégal avec l'OIM, comment m'inscrire ?",
        "merci beaucoup",
    ),
    (
        "hello",
        "Can I see a doctor without papers?",
        "say it in simpler words please",
        "I need a lawyer in Tangier",
        "Is the public school free of charge?",
        "what can you do?",
        "Can I learn a trade without a residence card?",
        "thank you",
    ),
    (
        "السلام عليكم",
        "ما هي الوثائق المطلوبة لتسجيل ابني في المدرسة؟",
        "أعد من فضلك",
        "أبحث عن جمعية تساعد النساء في الدار البيضاء",
        "من له الحق في برنامج العودة الطوعية؟",
        "القائمة",
        "ماذا سأستفيد إذا حصلت على بطاقة الإقامة؟",
        "شكرا",
    ),
    (
        "salam labas",
        "بغيت نسجل بنتي فالمدرسة، فين نمشي؟",
        "ما عنديش الوراق ومريض، واش الطبيب يقدر يشوفني؟",
        "محامي فابور فوجدة",
        "wach lmadrasa fabor wla khassni nkhelles",
        "menu",
        "kifach n7et dossier dyal la carte de sejour awel merra",
        "chokran bzaf",
    ),
)
"""Questions, requests for services and commands in French, English, Standard Arabic and Darija."""

WITH_DEFAULT_BOT: tuple[Conversation, ...] = (
    ("hello", "I am sad", "yes", "are you a bot?", "hi", "perfect", "good morning", "bye"),
    (
        "hey there",
        "my day was horrible",
        "not really",
        "am I talking to a human?",
        "good evening",
        "I am feeling very good",
        "are you a human?",
        "see you later",
    ),
    (
        "good morning",
        "so sad",
        "of course",
        "hello there",
        "super stoked",
        "am I talking to a bot?",
        "have a nice day",
        "hi",
    ),
    ("hey", "I don't feel very well", "never", "good afternoon", "amazing", "are you a bot?", "goodbye", "hello"),
)
"""Nothing but examples of its own training data, which it answers all."""


def messages(conversations: Sequence[Conversation], person: int) -> Iterator[tuple[str, str]]:
    """Without end, what a person writes next: the id of the conversation, the text. Neighbours begin differently."""
    number = person
    while True:
        conversation = str(uuid.uuid4())
        for text in conversations[number % len(conversations)]:
            yield conversation, text
        number += 1
