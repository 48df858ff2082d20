"""Languages asked for."""

import pytest


@pytest.mark.parametrize(
    ("text", "required", "desirable"),
    [
        ("Fluency in English is required. Knowledge of French is an asset.", ["en"], ["fr"]),
        ("Fluency in Korean and English languages", ["ko", "en"], []),
        (
            "Languages\nFluent English. Knowledge of French, Spanish or a Nordic language such as Danish or "
            "Norwegian is an asset.",
            ["en"],
            ["fr", "es", "da", "no"],
        ),
        (
            "The Secretariat of the United Nations works in English and French. For it, fluency in both is required.",
            ["en", "fr"],
            [],
        ),
        (
            "Good communication skills in English; Finnish at native level. Russian would be helpful.",
            ["en", "fi"],
            ["ru"],
        ),
        (
            "Be fluent in English; a good knowledge of French, Portuguese or Spanish will be taken into account.",
            ["en"],
            ["fr", "pt", "es"],
        ),
        ("Fluency in English is required, knowledge of French is not required.", ["en"], []),
        (
            "Command of English. Knowledge of Amharic or of another language of the office (French, Spanish) is an "
            "advantage.",
            ["en"],
            ["am", "fr", "es"],
        ),
        (
            "## Languages:\n\n- Required: English (4 - Excellent)\n- Desirable: French, Spanish, or Arabic",
            ["en"],
            ["fr", "es", "ar"],
        ),
        ("Required Language(s): English and Portuguese\nPreferred Language(s): French", ["en", "pt"], ["fr"]),
        ("Languages:\n- Arabic, Level: Fluent, Required", ["ar"], []),
        ("Knowledge of another official UN language (Arabic, Chinese or French) is an asset.", [], ["ar", "zh", "fr"]),
        ("Idiomas: fluidez en español; se valorará el inglés.", ["es"], ["en"]),
        ("Sprachkenntnisse: Englisch verhandlungssicher, Französisch von Vorteil", ["en"], ["fr"]),
        ("어학: 영어 필수, 프랑스어 우대", ["en"], ["fr"]),
        ("LANGUAGE KNOWLEDGE - Essential: English,", ["en"], []),
        (
            "English and French are the working languages of the United Nations. Fluency in English is required.",
            ["en"],
            [],
        ),
    ],
)
def test_languages_are_required_or_desirable(read, text, required, desirable):
    languages = read(text, "Officer").posting.languages
    found = [[lang.code for lang in languages if lang.requirement == kind] for kind in ("required", "desirable")]
    assert found == [required, desirable]


@pytest.mark.parametrize(
    "text",
    [
        "Send a motivation letter in English.",
        "Schools teach subjects in Farsi.",
        "The Japanese embassy and French school are near.",
        "Staff who do not speak Farsi find it hard.",
        "If you are not proficient in Farsi, we offer classes.",
        "Fluent Farsi is expected at the interview but is not part of the requirements.",
    ],
)
def test_a_language_s_name_alone_is_no_requirement(read, text):
    assert read(text, "Officer").posting.languages == ()


def test_alternatives_share_a_group(read):
    languages = read(
        "Fluency in Sinhala or Tamil is required. Fluency in English is required.", "Officer"
    ).posting.languages
    groups = {lang.code: lang.any_of for lang in languages}
    assert groups["si"] == groups["ta"] is not None
    assert groups["en"] is None


def test_the_level_is_kept_as_printed(read):
    (language,) = read("Working knowledge of French is required.", "Officer").posting.languages
    assert language.level == "Working knowledge"


def test_a_list_that_ends_in_or_is_alternatives_throughout(read):
    languages = read("Fluency in Arabic, Chinese or French is required.", "Officer").posting.languages
    assert [lang.code for lang in languages] == ["ar", "zh", "fr"]
    assert len({lang.any_of for lang in languages}) == 1
    assert languages[0].any_of is not None


@pytest.mark.parametrize(
    ("text", "required", "desirable"),
    [
        # French
        ("Langues : anglais courant exigé, espagnol souhaité.", ["en"], ["es"]),
        ("La maîtrise du français et de l'anglais est indispensable ; la connaissance du russe serait un atout.",
         ["fr", "en"], ["ru"]),
        ("Vous parlez couramment l'anglais et avez de bonnes connaissances du français ou de l'espagnol.",
         ["en", "fr", "es"], []),
        ("Excellente maîtrise de la langue anglaise à l'écrit comme à l'oral.", ["en"], []),
        ("Maîtrise des langues anglaises et françaises (à l'oral et à l'écrit).", ["en", "fr"], []),
        ("Le français courant et de très bonnes connaissances de l'anglais sont exigés. Des notions d'allemand sont un "
         "plus.", ["fr", "en"], ["de"]),
        ("Langues\n- Français : langue maternelle ou niveau C1\n- Anglais : niveau C1\n- Arabe : atout", ["fr", "en"],
         ["ar"]),
        ("Niveau C1 en anglais requis. Une autre langue officielle de l'ONU (arabe, chinois) est appréciée.", ["en"],
         ["ar", "zh"]),
        ("L'excellente connaissance de l'anglais, tant écrit que parlé, est obligatoire.", ["en"], []),
        ("Maîtriser l'anglais, de préférence aussi le portugais.", ["en"], ["pt"]),
        # Spanish
        ("Idiomas: dominio del español y del inglés (imprescindible). Se valorará el francés.", ["es", "en"], ["fr"]),
        ("Se requiere fluidez oral y escrita en inglés y español; el conocimiento del portugués es una ventaja.",
         ["en", "es"], ["pt"]),
        ("Nivel alto de inglés (C1) y conocimientos de francés o árabe.", ["en", "fr", "ar"], []),
        ("Idiomas requeridos: inglés. Idiomas deseables: francés y ruso.", ["en"], ["fr", "ru"]),
        ("Excelente manejo de la lengua inglesa. Es deseable el conocimiento de otro idioma oficial, como el chino.",
         ["en"], ["zh"]),
        # German
        ("Sehr gute Englischkenntnisse werden vorausgesetzt, Französischkenntnisse sind von Vorteil.", ["en"], ["fr"]),
        ("Verhandlungssichere Englischkenntnisse sowie gute Kenntnisse der französischen Sprache", ["en", "fr"], []),
        ("Sie sprechen fließend Deutsch und Englisch. Wünschenswert sind Kenntnisse in Spanisch oder Portugiesisch.",
         ["de", "en"], ["es", "pt"]),
        ("Sprachen: Deutsch (Muttersprache), Englisch (C1), Arabisch (erwünscht)", ["de", "en"], ["ar"]),
        ("Sie beherrschen die englische Sprache in Wort und Schrift; idealerweise auch Russisch.", ["en"], ["ru"]),
        ("Ausgezeichnete Beherrschung des Englischen. Kenntnisse einer weiteren UN-Sprache, z. B. Chinesisch, sind "
         "hilfreich.", ["en"], ["zh"]),
        # Italian
        ("Lingue: ottima conoscenza dell'inglese (obbligatoria). La conoscenza del francese costituisce titolo "
         "preferenziale.", ["en"], ["fr"]),
        ("È richiesta la padronanza della lingua inglese e italiana.", ["en", "it"], []),
        ("Inglese fluente, sia scritto che parlato; gradita la conoscenza dello spagnolo.", ["en"], ["es"]),
        ("Conoscenze linguistiche\nInglese: livello C1\nArabo: costituisce un vantaggio", ["en"], ["ar"]),
        # Dutch
        ("Je spreekt en schrijft vloeiend Engels en hebt een goede beheersing van het Frans.", ["en", "fr"], []),
        ("Uitstekende kennis van de Engelse taal is vereist; Arabisch strekt tot aanbeveling.", ["en"], ["ar"]),
        ("Je beheerst het Engels en het Frans zeer goed.", ["en", "fr"], []),
        ("Talen: Nederlands, Engels (C1); Portugees is een pluspunt.", ["nl", "en"], ["pt"]),
        # Swedish
        ("Du talar och skriver flytande engelska, vilket är ett krav. Goda kunskaper i ryska är meriterande.", ["en"],
         ["ru"]),
        ("Mycket goda kunskaper i engelska, i tal och skrift. Kunskaper i franska eller spanska är en merit.", ["en"],
         ["fr", "es"]),
        ("Språk: svenska och engelska krävs, arabiska är önskvärt.", ["sv", "en"], ["ar"]),
        ("Du behärskar engelska obehindrat, gärna även portugisiska.", ["en"], ["pt"]),
        # Norwegian, both forms
        ("Flytende engelsk er et krav. Fransk er en fordel.", ["en"], ["fr"]),
        ("Du har svært gode engelskkunnskaper, muntlig og skriftlig. Kunnskap i fransk er ønskelig.", ["en"], ["fr"]),
        ("Du behersker norsk og engelsk godt.", ["no", "en"], []),
        ("Du skriv og snakkar flytande engelsk. Det er ein føremon å kunne fransk eller spansk.", ["en"], ["fr", "es"]),
        # Danish
        ("Sprogkundskaber: engelsk på forhandlingsniveau er et krav; arabisk er en fordel.", ["en"], ["ar"]),
        ("Du behersker engelsk flydende i skrift og tale. Kendskab til fransk og portugisisk er ønskeligt.", ["en"],
         ["fr", "pt"]),
        ("Du skriver fejlfrit engelsk og taler dansk; spansk er et plus.", ["en", "da"], ["es"]),
        # Finnish
        ("Kielitaito: sujuva englannin kielen taito vaaditaan. Ranskan kielen taito katsotaan eduksi.", ["en"], ["fr"]),
        ("Erinomainen suullinen ja kirjallinen englannin taito; ranskan tai espanjan osaaminen on eduksi.", ["en"],
         ["fr", "es"]),
        ("Hakija puhuu sujuvasti englantia ja osaa hyvin arabiaa.", ["en", "ar"], []),
        ("Edellytämme suomen ja englannin kielen erinomaista hallintaa. Venäjän kielen taito on toivottava.",
         ["fi", "en"], ["ru"]),
        # Japanese
        ("語学:英語で職務を遂行できること(必須)。フランス語の知識があれば望ましい。", ["en"], ["fr"]),
        ("(5)必要言語 英語に堪能であること。仏語ができることが望ましい。", ["en"], ["fr"]),
        ("【語学】日本語及び英語に堪能であること(必須)。スペイン語ができれば尚可。", ["ja", "en"], ["es"]),
        ("英語力:TOEFL iBT 100点以上。ロシア語又は中国語の能力があれば歓迎します。", ["en"], ["ru", "zh"]),
        # Korean
        ("마. 어학: 영어 및 한국어에 능통한 사람. 태국어 가능자 우대", ["en", "ko"], ["th"]),
        ("언어: 영어 (필수), 불어 또는 스페인어 (우대)", ["en"], ["fr", "es"]),
        ("영어로 업무 수행이 가능한 자. 프랑스어 구사자는 우대함.", ["en"], ["fr"]),
        # Portuguese
        ("Línguas: fluência em português e em inglês (exigido). O conhecimento do francês é desejável.", ["pt", "en"],
         ["fr"]),
        ("Domínio do inglês (obrigatório); bons conhecimentos de francês são uma vantagem.", ["en"], ["fr"]),
        ("Idiomas: inglês fluente; espanhol será um diferencial.", ["en"], ["es"]),
        ("Domínio escrito e falado da língua inglesa. Valoriza-se o conhecimento de árabe.", ["en"], ["ar"]),
        # all of them, in other words
        ("Vous disposez d'un très bon niveau d'anglais. La pratique de l'arabe constituerait un plus.", ["en"], ["ar"]),
        ("Langues de travail : anglais et français (exigés), espagnol (souhaité)", ["en", "fr"], ["es"]),
        ("Bonne aptitude à communiquer en français et en anglais.", ["fr", "en"], []),
        ("Une parfaite maîtrise du français est requise. La connaissance du russe ou du chinois serait "
         "appréciée.", ["fr"], ["ru", "zh"]),
        ("Excellentes capacités rédactionnelles en anglais ; bonne connaissance de l'espagnol "
         "souhaitable.", ["en"], ["es"]),
        ("Idiomas: inglés (nivel avanzado), francés (nivel intermedio, deseable)", ["en"], ["fr"]),
        ("Dominio fluido del idioma inglés. Conocimientos de portugués serán valorados positivamente.", ["en"], ["pt"]),
        ("Es imprescindible un nivel C1 de inglés. El árabe es un valor añadido.", ["en"], ["ar"]),
        ("Fluidez en inglés requerida y en español deseable.", ["en"], ["es"]),
        ("Hablar y escribir correctamente inglés y francés.", ["en", "fr"], []),
        ("Sie verfügen über exzellente Deutsch- und Englischkenntnisse.", ["de", "en"], []),
        ("Sehr gute Sprachkenntnisse in Englisch und Spanisch; weitere Sprachkenntnisse (Russisch) sind "
         "willkommen.", ["en", "es"], ["ru"]),
        ("Sprachen\n- Englisch: verhandlungssicher\n- Französisch: gute Kenntnisse erwünscht", ["en"], ["fr"]),
        ("Fließende Englisch- und gute Französischkenntnisse werden erwartet.", ["en", "fr"], []),
        ("Erforderlich sind sehr gute Kenntnisse in Englisch, von Vorteil Kenntnisse in Arabisch.", ["en"], ["ar"]),
        ("Arbeitssprache ist Englisch, das Sie in Wort und Schrift sicher beherrschen.", ["en"], []),
        ("Ottima padronanza della lingua inglese, scritta e parlata. La conoscenza di una seconda "
         "lingua ONU (francese, spagnolo) è un plus.", ["en"], ["fr", "es"]),
        ("È indispensabile conoscere l'inglese a livello C1; il portoghese è preferibile.", ["en"], ["pt"]),
        ("Lingue richieste: inglese e francese. Lingue desiderabili: arabo.", ["en", "fr"], ["ar"]),
        ("Uitstekende mondelinge en schriftelijke beheersing van het Engels is een must. Spaans is een "
         "voordeel.", ["en"], ["es"]),
        ("Goede kennis van het Engels en het Frans; kenn"
         "is van een derde taal (Arabisch) is een troef.", ["en", "fr"], ["ar"]),
        ("Je bent tweetalig Nederlands en Engels.", ["nl", "en"], []),
        ("Engelska i tal och skrift är ett krav och kunskaper i portugisiska är meriterande.", ["en"], ["pt"]),
        ("Du har utmärkta språkkunskaper i engelska. Övr"
         "iga språk, till exempel arabiska, är ett plus.", ["en"], ["ar"]),
        ("Krav på språk: flytande svenska och engelska. Önskvärt: ryska.", ["sv", "en"], ["ru"]),
        ("God muntlig og skriftlig fremstillingsevne på engelsk. Kjennskap til swahili er en fordel.", ["en"], ["sw"]),
        ("Språkkrav: engelsk (flytende), norsk (godt). Arabisk er et pluss.", ["en", "no"], ["ar"]),
        ("Gode ferdigheter i engelsk og fransk.", ["en", "fr"], []),
        ("Du er stærk i engelsk i både skrift og tale. Det tæller positivt, hvis du også kan arabisk.", ["en"], ["ar"]),
        ("Engelsk på højt niveau er en forudsætning. Kendskab til spansk er en fordel.", ["en"], ["es"]),
        ("Flydende i engelsk og fransk, mundtligt og skriftligt.", ["en", "fr"], []),
        ("Erinomainen englannin kielen taito sekä hyvä ranskan taito. Arabian osaaminen katsotaan "
         "ansioksi.", ["en", "fr"], ["ar"]),
        ("Vaatimuksena on sujuva englanti. Muiden YK-kielten, kuten espanjan, taito on eduksi.", ["en"], ["es"]),
        ("Kielivaatimukset: englanti (erinomainen), suomi (äidinkieli)", ["en", "fi"], []),
        ("英語が堪能な方。ポルトガル語の素養があることが望ましい。", ["en"], ["pt"]),
        ("語学力:英語(ビジネスレベル以上)必須、フランス語(日常会話レベル)歓迎", ["en"], ["fr"]),
        ("英語及びフランス語で業務を行う能力を有すること。", ["en", "fr"], []),
        ("영어 구사능력 필수 (스페인어 가능자 우대)", ["en"], ["es"]),
        ("외국어: 영어(상), 아랍어(중) 우대", ["en"], ["ar"]),
        ("영어에 능통하고 프랑스어로 의사소통이 가능한 자", ["en", "fr"], []),
        ("Excelente domínio da língua inglesa, oral e es"
         "crita; o conhecimento de espanhol é valorizado.", ["en"], ["es"]),
        ("Fluente em inglês. Conhecimentos de árabe serão considerados uma vantagem.", ["en"], ["ar"]),
        ("Línguas exigidas: português e inglês. Línguas desejáveis: francês.", ["pt", "en"], ["fr"]),
        ("Le candidat ou la candidate doit maîtriser parfaitement l'anglais et posséder de bonnes "
         "notions de français.", ["en", "fr"], []),
        ("Anglais : niveau C1 obligatoire. Français : niveau B2 souhaité.", ["en"], ["fr"]),
        ("Vous maniez aisément l'anglais écrit ; l'espagnol est un atout supplémentaire.", ["en"], ["es"]),
        ("Buen dominio del inglés hablado y escrito; francés, un plus.", ["en"], ["fr"]),
        ("Lenguas: español e inglés obligatorias; se tendrá en cuenta el conocimiento del árabe o del "
         "francés.", ["es", "en"], ["ar", "fr"]),
        ("Sehr gutes Englisch in Wort und Schrift; Grundkenntnisse in Suaheli sind ein Plus.", ["en"], ["sw"]),
        ("Englisch auf Niveau C1 ist Bedingung, Spanisch oder Portugiesisch ein Pluspunkt.", ["en"], ["es", "pt"]),
        ("Sie kommunizieren sicher auf Englisch und Französisch.", ["en", "fr"], []),
        ("Conoscenza avanzata dell'inglese e conoscen"
         "za di base dello spagnolo o del portoghese.", ["en", "es", "pt"], []),
        ("Inglese C1 richiesto; francese titolo preferenziale.", ["en"], ["fr"]),
        ("Zeer goede kennis van het Engels, in woord en geschrift. Kennis van het Arabisch strekt tot "
         "voordeel.", ["en"], ["ar"]),
        ("Je beheerst Engels op C1-niveau; Frans is een plus.", ["en"], ["fr"]),
        ("Mycket god engelska. Det är en fördel om du talar arabiska.", ["en"], ["ar"]),
        ("Du talar, läser och skriver engelska och franska flytande.", ["en", "fr"], []),
        ("Du må kunne uttrykke deg godt på engelsk. Portugisisk er et ønske.", ["en"], ["pt"]),
        ("Meget god engelsk, både muntlig og skriftlig, er nødvendig.", ["en"], []),
        ("Du taler og skriver engelsk på et højt niveau, og fransk er en fordel.", ["en"], ["fr"]),
        ("Hakijan on hallittava englanti erinomaisesti. Portugalin taito on plussaa.", ["en"], ["pt"]),
        ("Edellytämme erinomaista englannin kielen taito"
         "a; muu YK-kieli, esimerkiksi ranska, on eduksi.", ["en"], ["fr"]),
        ("英語での業務遂行能力(必須)、その他国連公用語(アラビア語、中国語等)の能力(尚可)", ["en"], ["ar", "zh"]),
        ("英語:流暢 仏語:あれば望ましい", ["en"], ["fr"]),
        ("영어 능통자로서 국제회의 참가가 가능한 자. 러시아어 가능자 우대", ["en"], ["ru"]),
        ("언어능력: 영어 최상급, 불어 중급 이상 우대", ["en"], ["fr"]),
        ("Bons conhecimentos de inglês, falados e escrito"
         "s; o domínio do francês constitui uma vantagem.", ["en"], ["fr"]),
        ("Inglês fluente (obrigatório) e espanhol intermediário (desejável)", ["en"], ["es"]),
    ],
)  # fmt: skip
def test_languages_are_read_in_the_languages_of_the_sponsors(read, text, required, desirable):
    languages = read(text, "JPO").posting.languages
    found = [[lang.code for lang in languages if lang.requirement == kind] for kind in ("required", "desirable")]
    assert found == [required, desirable]


@pytest.mark.parametrize(
    "text",
    [
        "Der Bewerbung sind beizulegen: Lebenslauf in englischer Sprache, Nachweise über Studien und Sprachkenntnisse.",
        "Sie haben gute Kenntnisse der deutschen Entwicklungspolitik.",
        "Le dossier comprend un curriculum vitae en anglais et une lettre de motivation en français.",
        "Vous avez une bonne connaissance du système français et des politiques européennes.",
        "Hakemus tehdään englanniksi. Hakijalla on hyvä Suomen kehityspolitiikan tuntemus.",
        "Du har goda kunskaper om svensk biståndspolitik och den svenska förvaltningen.",
        "Du har kendskab til dansk udviklingspolitik. Send din ansøgning på engelsk.",
        "応募用紙(英文)、英語能力試験の成績証明書を提出してください。書類は英語で提出してください。",
        "제출서류: 영문 이력서 1부, 공인영어성적표 1부",
        "Vous rédigez les rapports trimestriels en français et en anglais pour les bailleurs.",
        "Les entretiens se déroulent en anglais et durent quarante-cinq minutes.",
        "Une épreuve écrite en anglais aura lieu au mois de mars.",
        "La version française de l'avis fait foi. Le ministère français finance le poste.",
        "Le bureau publie un bulletin en espagnol et en portugais.",
        "Traducir al inglés los informes de la oficina para los donantes.",
        "Las entrevistas se realizarán en inglés por videoconferencia.",
        "La Cooperación Española y el Gobierno francés apoyan la oficina. Se valorará la experiencia "
        "en cooperación alemana.",
        "Die schriftliche Bewerbung ist auf Englisch einzureichen.",
        "Die Gespräche finden auf Englisch und Französisch statt.",
        "Die deutsche Bundesregierung fördert das Vorhaben; Kenntnisse der deutschen Außenpolitik sind von Vorteil.",
        "Sie übersetzen Berichte ins Englische und ins Spanische.",
        "Il colloquio si svolge in inglese presso il Ministero.",
        "La conoscenza delle politiche italiane di cooperazione è gradita.",
        "Er volgt een schriftelijke proef in het Engels.",
        "Je volgt de Franse en de Duitse ontwikkelingspolitiek op de voet.",
        "Intervjuerna hålls på engelska och ansökan skrivs på engelska.",
        "Kunskap om svensk förvaltning och svenska myndigheter är meriterande.",
        "Erfaring fra norsk forvaltning er en fordel. Intervjuene holdes på engelsk.",
        "Kendskab til dansk bistandspolitik er en fordel.",
        "Haastattelut pidetään englanniksi, ja Suomen ulkoministeriö maksaa matkat.",
        "Tuntee Suomen kehityspolitiikan hyvin ja osaa esittää sen selkeästi.",
        "面接は英語で行います。フランス大使館との連絡調整を担当します。",
        "면접은 영어로 진행합니다. 영문 이력서를 제출하여야 합니다.",
        "As entrevistas decorrem em inglês. Elaborar relatórios em português e em inglês para os doadores.",
    ],
)
def test_papers_in_a_language_and_adjectives_are_no_requirement(read, text):
    assert read(text, "JPO").posting.languages == ()


@pytest.mark.parametrize(
    ("text", "required", "desirable"),
    [
        ("X008 : Stakeholder Management LANGUAGE KNOWLEDGE - Essential: English, French - Desirable: "
         "Arabic SUPERVISION: "
         "The officer reports to the Spanish desk.", ["en", "fr"], ["ar"]),
        ("LANGUAGES Essential: English. Desirable: Spanish, Portuguese", ["en"], ["es", "pt"]),
        ("Language requirements - Required: English - Desirable: Arabic or French", ["en"], ["ar", "fr"]),
        ("- Excellent English; very good French is an advantage", ["en"], ["fr"]),
        ("- Good English and French.", ["en", "fr"], []),
        ("- Proficiency in expressing ideas in both spoken and written formats in English, which include reports.",
         ["en"], []),
        ("The programme supports good English schools. A form in French is attached.", [], []),
        ("Languages are taught. Essential: a driving licence. The English office is in Leeds.", [], []),
    ],
)  # fmt: skip
def test_languages_are_read_in_run_on_texts_and_bare_items(read, text, required, desirable):
    languages = read(text, "Officer").posting.languages
    found = [[lang.code for lang in languages if lang.requirement == kind] for kind in ("required", "desirable")]
    assert found == [required, desirable]
