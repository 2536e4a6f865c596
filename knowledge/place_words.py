"""Words around places, and names of places that are ordinary words, as `language.normalise.words` gives them."""

KINDS_OF_PLACE = frozenset(
    "7ay 7ouma arrondissement cite city commune derb district douar dwar hay houma jiha jihat jiht l7ouma lhouma "
    "lmdina municipality neighborhood neighbourhood prefecture province quartier region town village ville "
    "اقليم الحي بجهه بحي بدوار بمدينه جهه حومه حي درب دوار عماله فحومه فحي فمدينه لجهه مدينه مقاطعه".split()
)
"""After one of these even an ordinary word is a name."""
BEFORE_A_PLACE = KINDS_OF_PLACE | frozenset(
    "7da a around at au aux b d de du en f fe fi from habite habitons hda in kanskn kanskon l live lives living men "
    "mn near nskon pres saken sakin sakina sakn sakna skn sur to vers vis vit "
    "اسكن اعيش الي ب جنب حدا حول ساكن ساكنه ساكنين صوب عايش عايشه ف في قرب كنسكن كنعيش ل "
    "مقيم مقيمه من نحو نسكن نعيش".split()
)
"""Words a place often follows."""
BEHIND_A_PLACE = frozenset("area city district neighborhood neighbourhood province region town".split())
"""What follows the name in English: "Oriental region"."""
LINKS = frozenset("d de des du dyal l la le les of the ديال".split())
"""What may stand between a kind of place and its name: "commune de", "quartier de l'"."""
STREETS = frozenset("av avenue bd boulevard bvd road rue street zan9a zanqa zenqa زنقه شارع طريق نهج".split())
"""What follows is the name of a street, not the commune or quarter it is named after."""
NOT_ALONE = frozenset(
    "azrou est fas kech nord oriental rincon safi sala sale sali sla sofi souss stat sud tata "
    "اسفي الجديده الشرق الشمال تاتا داخله ربات رباط سلا".split()
)
"""Spellings of towns and regions that are also ordinary words ("safi" is "enough"): they count only after a word such
as "à"."""
OF_A_PERSON = frozenset("al ben bent bin bni el hadj haj lalla moulay my ابن الحاج بن لالا لاله مولاي".split())
"""A name of several words that begins so may be that of a person or family."""
ORDINARY = frozenset(
    "adis akka ameur belvedere bourgogne californie chahda charf fask fifi gauthier hassan hilala hrara imiter jaafra "
    "jorf kissane lehri loulad loulja louta mansoura massa medina melaab moujahidin moujahidine nagga nahda naima "
    "nakhil ocean qamra reggada riah rima rislane romani saada sabbah sahel sais smia steha tah taifa toba wifak "
    "wifaq zag zaida zouada "
    "ادرج اديس ازرار اسا اقا البرج البروج البساتين البيبان التقدم الجرف الجواله الحمام الحمرا الخبازات الخروب الدوره "
    "الدير الرتب الرتبه الرميله الريش الزيتون الساحل السهول الشرف الشعرا الشكران الشلالات الشوافع الصباب الصهريج "
    "الطاوس الطايفه العاطف العاليه الغربيه الفدا الفقرا الفيض القباب المجاهدين المحبس المحيط المدينه المرس المرسي "
    "المساعده المسيره المعارف المكانسه المناره المنزل المنزله المنزه المنصوره النخيل النرجس النزاله النعيمه النقوب "
    "النهضه الواد الوادين الوفاق الولجه امتار اناره انجيل بركين بطانا بطانه بورد تغيرت تقي ثكنه جذور حراره حسان حوزه "
    "خلفيه دوره رحاله رسلان رياح ريما زايده سايس سعاده شهده صاكه صباح صفصاف عامر فزنا فيفي كاليفورنيا كرامه كير كيسان "
    "لحضر لوطا لولاد ماسه متوح مجي مطران معتركه ملعب منيع ميات ميكس نكا هلاله والقاضي وجان وليلي".split()
)
"""Names of communes and quarters that are ordinary words or first names: they count only after a kind of place
("quartier Hassan") or, for a quarter, when the text names its town. They were found by reading 40,000 frequent words of
French, English and Arabic each as if they were messages; some words of Darija were added."""
NOT_MISSPELLED = frozenset(
    "anadir berman dakhl dakhlo dkhla fides jerda laroche marfil martel martele marti martial martiale martin martine "
    "martir mehdi menes mohammadi nadira nadra orientale rabita sa3ida salida sefara seftou semana separa sloane "
    "tamara taniere tanker tanner tanta tantas tartan tomara zamora "
    "الاحمديه الاصيله التصويره الخيرات الداخليه الرشيدي السعوديه السعيده السعيدي السويديه الصغيرات القنطره المحمدي "
    "المحميه بعرفه بمعرفه تمارسه فصيله".split()
)
"""Ordinary words and first names that are one letter off a town; found in the same way."""
