"""Words around places, and names of places that are ordinary words, as `language.normalise.words` gives them."""

KINDS_OF_PLACE = frozenset(
    "7ay 7ouma arrondissement cite city commune derb district douar dwar hay houma jiha jihat jiht l7ouma lhouma "
    "lmdina municipality neighborhood neighbourhood prefecture province quartier region town village ville "
    "اقليم الحي بجهه بحي بدوار بمدينه جهه حومه حي درب دوار عماله فحومه فحي فمدينه لجهه مدينه مقاطعه".split()
)
"""After one of these even an ordinary word is a name."""
BEFORE_A_PLACE = KINDS_OF_PLACE | frozenset(
    "7da a around at au autour aux b d dans de dey dial diyal du dyal en entre f fe fel fi for from habite habitons "
    "hda in inside jhabite kanskn kanskon l live lives living men mn near nskon pour pr pres proche reach sakana "
    "saken sakin sakina sakn sakna skn sur ta3 to vers vis vit "
    "اسكن اعيش الي ب بجانب بجوار بين تاع جنب حدا حول داخل ديال ساكن ساكنه ساكنين صوب ضواحي عايش عايشه عبر ف في قرب "
    "قريب كنسكن كنعيش ل مقيم مقيمه من نحو نسكن نعيش نواحي وسط".split()
)
"""Words a place often follows."""
BEHIND_A_PLACE = frozenset("area city district neighborhood neighbourhood province region town".split())
"""What follows the name in English: "Oriental region"."""
LINKS = frozenset("d de des du dyal l la le les of the ديال".split())
"""What may stand between a kind of place and its name: "commune de", "quartier de l'"."""
STREETS = frozenset("av avenue bd boulevard bvd road rue street zan9a zanqa zenqa زنقه شارع طريق نهج".split())
"""What follows is the name of a street, not the commune or quarter it is named after."""
NOT_ALONE = frozenset(
    "3youn azrou est fas kech nord oriental rincon safi sala sale salee sali sla sofi souss stat sud tata "
    "اسفي الجديده الحاجب الشرق الشمال المضيق تاتا داخله ربات رباط سلا طاطا".split()
)
"""Spellings of towns and regions that are also ordinary words ("safi" is "enough"): they count only after a word such
as "à", or when they are written as a name."""
NOT_SET_OFF = frozenset("safi sali sofi tata تاتا طاطا".split())
"""What people say between commas too: "c'est bon, safi". The others of `NOT_ALONE` are towns there: "cours, sale"."""
NAME_WITH_ACCENT = frozenset(["salé"])
"""What is written so is a name even of `NOT_ALONE`: "crèche salé"."""
_OF_THE_EYES = frozenset("الم امراض تبيب جراحه حساسيه دكتور ضرر طبيب طبيبه قطره نظارات وجع doctor tbib tbiba".split())
SALTY = frozenset("beurre eau est gout gouter plat poisson sont tres trop viande".split())
"""After one of these "salé" is "salty", "sale" is "dirty"."""
DIRTY = SALTY | frozenset("chambre froide humide petite toilettes vieille vieux".split())
"""In a text with one of these "…, sale" is "dirty"."""
_IN_FAVOUR_OF = frozenset("for pour pr".split())
NOT_AFTER = {
    **dict.fromkeys("est fas nord oriental sala sali stat sud tata".split(), _IN_FAVOUR_OF),
    "sale": SALTY | frozenset("d de des dey du for is on plus pour pr to".split()),
    "rabat": frozenset("me se un".split()),
    "sali": _IN_FAVOUR_OF | {"a"},
    "casa": frozenset("la mi su tu".split()),
    "العيون": _OF_THE_EYES,
    "لعيون": _OF_THE_EYES,
    "l3youn": _OF_THE_EYES,
    "l3yoon": _OF_THE_EYES,
    "تماره": frozenset("غير كلها كله كلو كندير كيدير ندير".split()),
    "فاس": frozenset(["لدي"]),
}
"""Names of towns and the words after which they are ordinary words: "for sale", "طبيب العيون" (an eye doctor)."""
FOR_IS_IN = frozenset("abeg dem dey fit oga pikin una wan wetin wey".split())
"""In a text with one of these words "for" means "in", also before "Sale"."""
BEFORE_A_PERSON = frozenset(
    "appele appelle jmapel jmappelle ma madame mapel mapelle mister mme mon monsieur mr mrs ms my sapel sapelle sir "
    "smiti smito smiyti smya "
    "استاذ اسمه اسمها اسمي الاستاذ السيد السيده سميتها سميتو سميتي".split()
)
"""What follows is called so and no place: "Madame Benslimane", "my tata"."""
BEHIND_A_PERSON = frozenset("diali dialo dyali dyalk dyalna dyalo ديالك ديالنا ديالها ديالو ديالي".split())
"""What stands before belongs to somebody: "طاطا ديالي" is an aunt."""
OF_A_PERSON = frozenset("al ben bent bin bni el hadj haj lalla moulay my ابن الحاج بن لالا لاله مولاي".split())
"""A name of several words that begins so may be that of a person or family."""
ORDINARY = frozenset(
    "adis akka ameur belvedere bourgogne californie chahda charf chtouka dersa fask fifi gauthier hassan hilala "
    "hrara imiter jaafra jorf kissane lehri loulad loulja louta mansoura massa medina melaab moujahidin moujahidine "
    "nagga nahda naima nakhil ocean qamra reggada riah rima rislane romani saada sabbah sahel sais smia steha tah "
    "taifa toba wifak wifaq zag zaida zouada "
    "ادرج اديس ازرار اسا اشتوكه اقا البرج البروج البساتين البيبان التقدم الجرف الجواله الحمام الحمرا الخبازات الخروب "
    "الدوره الدير الرتب الرتبه الرميله الريش الزيتون الساحل السهول الشرف الشعرا الشكران الشلالات الشوافع الصباب "
    "الصهريج الطاوس الطايفه العاطف العاليه الغربيه الفدا الفقرا الفيض القباب المجاهدين المحبس المحيط المدينه المرس "
    "المرسي المساعده المسيره المعارف المكانسه المناره المنزل المنزله المنزه المنصوره النخيل النرجس النزاله النعيمه "
    "النقوب النهضه الواد الوادين الوفاق الولجه امتار اناره انجيل بركين بطانا بطانه بورد تغيرت تقي ثكنه جذور حراره "
    "حسان حوزه خلفيه درسه دوره رحاله رسلان رياح ريما زايده سايس سعاده شتوكه شهده صاكه صباح صفصاف عامر فزنا فيفي "
    "كاليفورنيا كرامه كير كيسان لحضر لوطا لولاد ماسه متوح مجي مطران معتركه ملعب منيع ميات ميكس نكا هلاله والقاضي "
    "وجان وليلي".split()
)
"""Names of communes and quarters that are ordinary words or first names: they count only after a kind of place
("quartier Hassan") or, for a quarter, when the text names its town. They were found by reading 40,000 frequent words of
French, English and Arabic each as if they were messages; some words of Darija were added."""
SURNAMES = frozenset(
    "akkari alaouama alaoui benmansour bensouda bernousi bernoussi hamria hssain hssaine inara lbernousi mhamid "
    "missour saknia salmia soualem souani souissi tarrast touarga "
    "احصين البرنوصي الساكنيه السالميه السواني السويسي العكاري المحاميد بنسوده حصين".split()
)
"""Names of quarters and communes that people bear too: they count only after a word such as "à"."""
NOT_MISSPELLED = frozenset(
    "anadir berman brabant breached coloc coluche connaitra cotee coty cutie dakhl dakhlo dkhla fausser fides jerda "
    "larissa laroche lazar lazare louisiane marfil marquees marques marquess marquis marquise martel martele marti "
    "martial martiale martin martine martir mehdi menes mohamad mohamed mohammad mohammadi mohammed mohamud mortel "
    "mortelle muhammad muhammed nadira nadra orientale rabattre rabattu rabita rebate rebates sa3ida salida sefara "
    "seftou semana separa sloan sloane state tamara taniere tanker tanner tanta tantas tardent tartan tomara zamora "
    "اسيله الاحمديه الاصيله التصويره الخيرات الداخليه الرشيدي السعوديه السعيده السعيدي السويديه الصغيرات القنطره "
    "المحمدي المحميه انفه برشاد برشد برشدي بركاني بركن بعرفه بمعرفه تاون تتشارك تشارك تمارسه ثوان درسا ذروه رشاد رشد "
    "رشدي سايدا سايده ستات سيلا عيون فصيله ففنادق ففندق فنادق فندق قوتي محمدا مهديه نمسك وسرد".split()
)
"""Ordinary words and first names that are one letter off a town; found in the same way."""
