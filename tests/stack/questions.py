"""Questions as people may ask them, written for these tests only: text, language of the answer, articles that fit."""

from typing import NamedTuple


class Question(NamedTuple):
    """`also` is a second article that answers the question too."""

    text: str
    language: str
    article: str
    also: str = ""


QUESTIONS = [
    # schooling
    Question("Où dois-je me présenter pour que ma petite commence le CP en septembre ?", "fr",
             "schooling.how_to_enrol"),
    Question("Le directeur a dit non à mon garçon, il ne veut pas de lui, que puis-je faire ?", "fr",
             "schooling.school_refuses"),
    Question("ma fille a 15 ans et elle n'a jamais étudié, c'est trop tard pour elle ?", "fr", "schooling.too_old"),
    Question("Is the state school free of charge, or do I pay fees every month?", "en", "schooling.free"),
    Question("The teacher says nothing my girl understands, can someone help her with the lessons?", "en",
             "schooling.language", "schooling.exam_support"),
    Question("is there a kindergarten for my little boy, he is 4", "en", "schooling.nursery"),
    Question("ما هي الوثائق التي تطلبها إدارة المدرسة عند التسجيل؟", "ar",
             "schooling.documents", "schooling.how_to_enrol"),
    Question("طفلي ليس لديه عقد ازدياد، هل تقبله المدرسة؟", "ar", "schooling.no_birth_certificate"),
    Question("بغيت نسجل بنتي فالمدرسة، فين نمشي؟", "ar", "schooling.how_to_enrol"),
    Question("lmodir ma bghach y9bel wldi f lmdrasa, chno ndir", "ar", "schooling.school_refuses"),
    Question("wach lmadrasa fabor wla khassni nkhelles", "ar", "schooling.free"),
    # health
    Question("J'ai mal aux dents et je suis sans papiers, un docteur peut me recevoir ?", "fr",
             "health.doctor_no_papers"),
    Question("L'accouchement de ma femme à la maternité va coûter combien ?", "fr", "health.childbirth",
             "health.hospital_bill"),
    Question("La clinique retient mon passeport tant que je n'ai pas payé", "fr", "health.hospital_bill"),
    Question("Un étranger peut-il s'inscrire à l'AMO Tadamon ?", "fr", "health.insurance"),
    Question("Where can I do an AIDS test without paying?", "en", "health.hiv_tb"),
    Question("My newborn needs vaccines, do they cost money?", "en", "health.child_vaccination"),
    Question("I am sad all the time and cannot sleep since the journey, who can I talk to?", "en",
             "health.mental_health"),
    Question("هل يبلغ المستشفى الشرطة إذا ذهبت للعلاج بدون إقامة؟", "ar", "health.will_hospital_call_police",
             "health.doctor_no_papers"),
    Question("أنا لاجئ وأحتاج أدوية السكري كل شهر، من يعطيني إياها؟", "ar", "health.medicines"),
    Question("ما عنديش الوراق ومريض، واش الطبيب يقدر يشوفني؟", "ar", "health.doctor_no_papers"),
    Question("fin n9der ndir lwasa2il dyal man3 l7aml", "ar", "health.contraception"),
    # training
    Question("Qui peut suivre des cours à l'OFPPT quand on est étranger ?", "fr", "training.ofppt"),
    Question("Sans titre de séjour, est-ce possible de faire une formation en cuisine ?", "fr", "training.no_card"),
    Question("What jobs can I be trained for, like welding or sewing?", "en", "training.trades"),
    Question("I have a degree from Ghana, will Morocco accept it?", "en", "training.foreign_diploma"),
    Question("هل توجد دورات للنساء اللواتي يردن فتح مشروع صغير؟", "ar", "training.women"),
    Question("شحال خاص يكون فعمر ولدي باش يدير لابرونتيساج؟", "ar", "training.apprentice_age"),
    Question("wach n9der nt3ellem chi 7irfa bla la carte de sejour", "ar", "training.no_card"),
    # regularisation
    Question("Est-ce qu'une nouvelle opération de régularisation a commencé cette année ?", "fr",
             "regularisation.open_now"),
    Question("Ma carte finit le mois prochain, comment la prolonger ?", "fr", "regularisation.renew"),
    Question("On m'a refusé la carte, j'ai combien de jours pour faire un recours ?", "fr", "regularisation.refused"),
    Question("I crossed the border without a visa years ago, can I still become legal?", "en",
             "regularisation.irregular_entry", "regularisation.open_now"),
    Question("My wife is Moroccan. Does that give me a residence permit?", "en", "regularisation.married"),
    Question("I have a new address, do I have to declare it?", "en", "regularisation.moved"),
    Question("عرض علي رجل أن يبيعني بطاقة إقامة بألفي درهم", "ar", "regularisation.buy_card"),
    Question("ماذا سأستفيد إذا حصلت على بطاقة الإقامة؟", "ar", "regularisation.what_it_opens"),
    Question("لاكارط ديالي قربات تسالي، كيفاش نجددها؟", "ar", "regularisation.renew"),
    Question("kifach n7et dossier dyal la carte de sejour awel merra", "ar", "regularisation.get_card"),
    # voluntary return
    Question("Je voudrais m'inscrire auprès de l'OIM pour rentrer au Sénégal", "fr", "voluntary_return.sign_up"),
    Question("Après l'inscription au retour volontaire, je peux annuler ?", "fr", "voluntary_return.change_mind"),
    Question("Quelle aide en argent donne-t-on à ceux qui rentrent chez eux ?", "fr", "voluntary_return.what_do_i_get"),
    Question("How many weeks until the flight home with IOM?", "en", "voluntary_return.how_long"),
    Question("If I return to Mali with IOM, may I enter Morocco again one day?", "en", "voluntary_return.come_back"),
    Question("من له الحق في برنامج العودة الطوعية؟", "ar", "voluntary_return.who", "voluntary_return.sign_up"),
    Question("أخاف من العودة إلى بلدي ولكنني تعبت هنا", "ar", "voluntary_return.fear"),
    Question("عندي 16 عام وبوحدي، واش نقدر نرجع لبلادي مع OIM؟", "ar", "voluntary_return.child_alone"),
    Question("bghit nrje3 l bladi, kifach ntsejjel m3a OIM", "ar", "voluntary_return.sign_up"),
]  # fmt: skip
