"""The words of a message that carry its subject."""

from language.normalise import words

_FILLERS = frozenset(
    words(
        # French
        "j ai je tu vous on c est ce cet cette la le les l un une de du des d a au aux et ou en pour pr sur par mon ma mes "
        "question questions sujet propos info infos information informations renseignement renseignements aide aider "
        "besoin probleme problemes pb souci svp plait s il te bonjour bjr salut slt bonsoir merci voudrais veux concernant "
        "histoire truc affaire au avoir savoir parler demander petite c'est "
        # English
        "i have a an the is it s its about on for of in to with and my me please pls need help want ask question questions "
        "info information matter matters issue issues problem problems stuff thing things hello hi good morning sir madam "
        "some get know talk regarding concerning dey wan abeg "
        # Arabic, Darija in both scripts
        "سؤال اسئله سوال عن على علي حول بخصوص بالنسبه في ف من ل ديال د انا عندي عندنا اريد بغيت بدي ابي احتاج محتاج محتاجه "
        "مساعده عاونوني مشكل مشكله مشاكل موضوع قضيه معلومات معلومه استفسار نسول نسال نسالكم اسال السلام عليكم سلام مرحبا "
        "من فضلكم لو سمحت عافاك عافاكم هاد هادشي شي واحد و يا "
        "3la dyal d f l men 3ndi bghit nswl nsewel nsewwel so2al soual mochkil mouchkil mochkila m3loumat ma3loumat 3afak "
        "3afakom salam slm had chi wa7d w o hadchi qadiya 9adiya mawdo3"
    )
)


def content_words(text: str) -> list[str]:
    """The words left without greetings, articles, and ways to say "I have a question about"."""
    return [
        word
        for word in words(text)
        if word not in _FILLERS and word.removeprefix("ال") not in _FILLERS and word.removeprefix("وال") not in _FILLERS
    ]
