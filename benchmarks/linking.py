"""How well postings of one vacancy are found: precision and recall on a generated world with hard negatives.

    python benchmarks/linking.py [--families 600] [--seed 1]

A family is one announcement of a post, the same announcement as another source prints it, and posts that look like it:
of the same agency and template, at another station, of another sponsor, next year's, and so on. All families live in
one world, so that every two postings of it are a labelled pair; the pairs inside the families are the ones counted by
kind. The words and tables here are the generator's own: nothing of `jpo_scraper.link` is used to make a pair.
"""

import argparse
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations, product
from typing import NamedTuple

from jpo_scraper.items import Deadline, DutyStation, Nationalities, Posting
from jpo_scraper.link import link
from jpo_scraper.link.advert import Advert, Key
from jpo_scraper.link.resolve import Resolution
from jpo_scraper.vocab import LinkVerdict

AGENCIES = ("UNDP", "UNICEF", "UNHCR", "WFP", "FAO", "WHO", "UNESCO", "ILO", "IOM", "UNEP", "UNFPA", "UN Women")
AGENCY_NAMES = {"UNICEF": "United Nations Children's Fund", "WFP": "World Food Programme", "ILO": "OIT"}
SPONSORS = {
    "NL": "Dutch", "KR": "Korean", "DE": "German", "FI": "Finnish", "JP": "Japanese", "SE": "Swedish",
    "CH": "Swiss", "FR": "French", "DK": "Danish", "NO": "Norwegian",
}  # fmt: skip
STATIONS = (
    ("New York", "US", "NY"), ("Geneva", "CH", "GVA"), ("Rome", "IT", None), ("Nairobi", "KE", None),
    ("Addis Ababa", "ET", "Addis"), ("Bangkok", "TH", "BKK"), ("Amman", "JO", None), ("Dakar", "SN", None),
    ("Panama City", "PA", "Panama"), ("Kathmandu", "NP", None), ("Kigali", "RW", None), ("Suva", "FJ", None),
    ("Cox's Bazar", "BD", "Coxs Bazar"), ("N'Djamena", "TD", "Ndjamena"), ("Bogotá", "CO", "Bogota"),
    ("Mombasa", "KE", None), ("Lausanne", "CH", None), ("Chiang Mai", "TH", None), ("Dhaka", "BD", None),
)  # fmt: skip
ROLES = ("Officer", "Analyst", "Specialist", "Associate")
# A field of work in English and, for one post, as the ministries of the sponsors would print the whole title.
FIELDS = {
    "Child Protection": {
        "fr": "Chargé de la protection de l'enfance", "de": "Referent für Kinderschutz", "ko": "아동보호 담당관",
        "fi": "Lastensuojelun asiantuntija", "ja": "児童保護オフィサー", "sv": "Handläggare, barnskydd",
    },
    "Climate Finance": {
        "fr": "Analyste, financement climatique", "de": "Fachkraft Klimafinanzierung", "ko": "기후금융 분석관",
        "fi": "Ilmastorahoituksen asiantuntija", "ja": "気候資金アナリスト", "sv": "Analytiker, klimatfinansiering",
    },
    "Nutrition": {
        "fr": "Spécialiste de la nutrition", "de": "Referentin für Ernährung", "ko": "영양 담당관",
        "fi": "Ravitsemusasiantuntija", "ja": "栄養オフィサー", "sv": "Expert, nutrition",
    },
    "Education in Emergencies": {
        "fr": "Éducation en situations d'urgence", "de": "Bildung in Notlagen", "ko": "긴급교육 담당관",
        "fi": "Koulutus hätätilanteissa", "ja": "緊急教育オフィサー", "sv": "Utbildning i katastrofer",
    },
    "Migration Data": {
        "fr": "Données sur la migration", "de": "Migrationsdaten", "ko": "이주 데이터 분석관",
        "fi": "Muuttoliiketiedon analyytikko", "ja": "移住データ分析官", "sv": "Migrationsdata",
    },
    "Gender Equality": {
        "fr": "Égalité des genres", "de": "Gleichstellung", "ko": "성평등 담당관",
        "fi": "Sukupuolten tasa-arvo", "ja": "ジェンダー平等", "sv": "Jämställdhet",
    },
    "Water and Sanitation": {
        "fr": "Eau et assainissement", "de": "Wasser und Sanitärversorgung", "ko": "물과 위생 담당관",
        "fi": "Vesi ja sanitaatio", "ja": "水と衛生オフィサー", "sv": "Vatten och sanitet",
    },
    "Human Rights": {
        "fr": "Droits de l'homme", "de": "Menschenrechte", "ko": "인권 담당관", "fi": "Ihmisoikeudet",
        "ja": "人権オフィサー", "sv": "Mänskliga rättigheter",
    },
    "Biodiversity": {
        "fr": "Chargée de la biodiversité", "de": "Biologische Vielfalt", "ko": "생물다양성 담당관",
        "fi": "Luonnon monimuotoisuuden asiantuntija", "ja": "生物多様性オフィサー", "sv": "Biologisk mångfald",
    },
    "Resource Mobilization": {
        "fr": "Mobilisation de ressources", "de": "Ressourcenmobilisierung", "ko": "재원 조성 담당관",
        "fi": "Varainhankinnan asiantuntija", "ja": "資金調達オフィサー", "sv": "Resursmobilisering",
    },
    "Digital Health": {
        "fr": "Santé numérique", "de": "Digitale Gesundheit", "ko": "디지털 보건 분석관",
        "fi": "Digitaalisen terveyden asiantuntija", "ja": "デジタルヘルス担当官", "sv": "Digital hälsa",
    },
    "Youth": {
        "fr": "Chargé de la jeunesse", "de": "Referent für Jugend", "ko": "청년 담당관", "fi": "Nuorisoasiantuntija",
        "ja": "若者担当オフィサー", "sv": "Ungdomsfrågor",
    },
}  # fmt: skip
PLAIN_FIELDS = (
    "Programme", "Protection", "Supply Chain", "Partnerships", "Innovation", "Evaluation", "Rule of Law", "Monitoring",
    "Disability Inclusion",
    "Social Policy", "Public Health", "Statistics", "Logistics", "Livelihoods", "Food Systems", "Fisheries",
)  # fmt: skip
LANGUAGE_OF = {"FR": "fr", "DE": "de", "KR": "ko", "FI": "fi", "JP": "ja", "SE": "sv", "CH": "fr"}
VERBS = (
    "drafts reviews prepares gathers maps compares tests edits plans costs files presents checks translates counts "
    "explains records designs updates pilots audits sorts photographs schedules hosts moderates ranks tracks"
).split()
KINDS = (
    "yearly regional joint coastal rural first second open shared technical legal internal public local monthly early "
    "simple mobile final new costed printed spoken household"
).split()
THINGS = (
    "plan,register of grants,notes on risks,field survey,briefs for donors,training kit,map of partners,school figures,"
    "budget sheet,minutes of the task team,hotline log,case files,results table,market study,talking points,water "
    "ledger,radio spots,village interviews,supply list,roster of trainers,grant calls,clinic visits,seed tests,border "
    "counts,storm drills,teacher guides,court notes,harvest figures,loan scheme,noise readings,bus timetable,song book,"
    "land titles,job fair,cold chain,well inspections,youth debates,reef dives,bread prices,ferry manifests"
).split(",")
ENDS = (
    "before the mid-year review,with two colleagues in the region,for the country director,after each field visit,"
    "once a month,in step with the ministry,when floods are forecast,for the three northern districts,"
    "together with the statistics office,under the new five-year frame,ahead of the board's session,"
    "with women's groups along the coast,while the head of unit travels,at the request of mayors,with a small fund,"
    "in two languages,for the website,as the donors asked,until the audit,from the sub-office,by the end of spring"
).split(",")
FOREIGN_WORDS = {
    "fr": "le la les équipe bureau projet chaque mois avec pour région suivi dossier rapport pays travail",
    "de": "die der das und mit für jeden Monat Bericht Land Arbeit Büro Vorhaben Gruppe Woche",
    "ko": "사업 보고서 작성 지원 현장 방문 협력 기관 자료 분석 담당 매월 회의",
    "fi": "ja työ maa kuukausi raportti toimisto hanke ryhmä kenttä tieto kanssa suunnitelma",
    "ja": "事業の 報告書を 作成し 現地の 会議で 資料を 分析する 毎月 協力して 支援する",
    "sv": "och arbete land månad rapport kontor projekt grupp fält data med plan varje",
}
OWN_SHAPES: dict[str, Callable[[random.Random], str]] = {
    "UNDP": lambda c: f"{c.randint(30_000, 59_999)}", "UNICEF": lambda c: f"{c.randint(580_000, 639_999)}",
    "UNHCR": lambda c: f"JR{c.randint(2_600_000, 2_799_999)}", "WFP": lambda c: f"JR{c.randint(110_000, 139_999)}",
    "FAO": lambda c: f"26{c.randint(10_000, 99_999)}", "WHO": lambda c: f"26{c.randint(10_000, 99_999)}",
    "UNESCO": lambda c: f"{c.randint(2, 6)}{c.choice(['ED', 'CLT', 'SHS'])}{c.randint(100, 999):04d}RP",
    "ILO": lambda c: f"JPO/{c.choice(['GENEVA', 'ABIDJAN', 'LIMA'])}/2027/{c.randint(1, 99):02d}",
    "IOM": lambda c: f"VN{c.randint(100, 999)}/2027", "UNEP": lambda c: f"{c.randint(240_000, 299_999)}",
    "UNFPA": lambda c: f"{c.randint(30_000, 59_999)}", "UN Women": lambda c: f"{c.randint(30_000, 59_999)}",
}  # fmt: skip
DAY = date(2027, 1, 15)


@dataclass(frozen=True)
class Announcement:
    """What is true of a post that is announced once."""

    post: int
    """The post: announcements of one post are re-advertisements of each other."""
    number: int
    """Which announcement in the world it is: postings of one number are one vacancy."""
    agency: str
    field: str
    title: str
    city: tuple[str, str, str | None]
    sponsor: str
    grade: str
    reference: str
    deadline: date
    opened: date
    own: tuple[str, ...]
    is_again: bool = False
    """Whether the post was announced before."""


class Item(NamedTuple):
    """A posting of the world and what is true of it."""

    advert: Advert
    truth: Announcement
    family: int
    role: str
    """`base`, or how it differs from the base."""


class World:
    """Makes families; all choices come from the seed."""

    def __init__(self, seed: int) -> None:
        self.choice = random.Random(seed)
        self._numbers = 0
        self._ids = 0
        self._used: Counter[tuple[str, str, str, str]] = Counter()
        self._boilerplate = {agency: self._paragraphs(26) for agency in AGENCIES}
        self._notice = {sponsor: self._paragraphs(14) for sponsor in SPONSORS}

    def items(self, families: int) -> list[Item]:
        """The postings of so many families."""
        return [item for number in range(families) for item in self._family(number)]

    # --- words

    def sentence(self) -> str:
        pick = self.choice.choice
        first, second = (f"{pick(VERBS)} the {pick(KINDS)} {pick(THINGS)}" for _ in range(2))
        return f"The officer {first} and {second} {pick(ENDS)}."

    def _paragraphs(self, count: int) -> list[str]:
        return [f"{self.sentence()} {self.sentence()}" for _ in range(count)]

    def foreign(self, language: str) -> list[str]:
        words = FOREIGN_WORDS[language].split()
        return [" ".join(self.choice.choices(words, k=12)) + "." for _ in range(8)]

    # --- truth

    def announcement(self) -> Announcement:
        """A post of an agency, new to the world: no other of the agency shares title, city and sponsor."""
        choice = self.choice
        while True:
            agency, sponsor = choice.choice(AGENCIES), choice.choice(list(SPONSORS))
            field = choice.choice([*FIELDS, *PLAIN_FIELDS])
            title = f"{choice.choice(['', 'Associate ', 'Junior '])}{field} {choice.choice(ROLES)}"
            city = choice.choice(STATIONS)
            known = (agency, field, city[0], sponsor)
            if not self._used[known]:
                break
        self._used[known] += 1
        deadline = DAY + timedelta(days=choice.randint(-30, 120))
        return Announcement(
            post=self._next(), number=self._next(), agency=agency, field=field, title=title, city=city,
            sponsor=sponsor, grade="P-2", reference=OWN_SHAPES[agency](choice), deadline=deadline,
            opened=deadline - timedelta(days=choice.randint(20, 40)),
            own=tuple(self.sentence() for _ in range(choice.randint(6, 9))),
        )  # fmt: skip

    def other(self, base: Announcement, **facts: object) -> Announcement:
        """Another post that looks like the base but for the facts."""
        return replace(base, post=self._next(), number=self._next(), **{"reference": self.reference(base), **facts})

    def again(self, base: Announcement, **facts: object) -> Announcement:
        """The base's post, announced once more."""
        facts = {"reference": self.reference(base), "is_again": True, **facts}
        return replace(base, number=self._next(), **facts)

    def other_field(
        self, base: Announcement, city: tuple[str, str, str | None], fields: Collection[str] = PLAIN_FIELDS
    ) -> str:
        """A field of work in which the agency has no such post in the city yet."""
        free = [field for field in fields if not self._used[(base.agency, field, city[0], base.sponsor)]]
        field = self.choice.choice(free or [f"{word} Affairs" for word in PLAIN_FIELDS])
        self._used[(base.agency, field, city[0], base.sponsor)] += 1
        return field

    def other_agency(self, base: Announcement) -> str:
        """An agency that has no such post in the city yet."""
        known = (base.field, base.city[0], base.sponsor)
        agency = self.choice.choice([name for name in AGENCIES if not self._used[(name, *known)]])
        self._used[(agency, *known)] += 1
        return agency

    def reference(self, base: Announcement) -> str:
        while (made := OWN_SHAPES[base.agency](self.choice)) == base.reference:
            pass
        return made

    def _next(self) -> int:
        self._numbers += 1
        return self._numbers

    # --- how a source prints an announcement

    def printed(self, truth: Announcement, source: str, **facts: object) -> Advert:
        """The announcement on a page; `facts` are fields of the posting that this page prints otherwise."""
        self._ids += 1
        text = facts.pop("text", None) or self.text(truth)
        language = facts.pop("language", "en")
        external_id = str(facts.pop("external_id", f"{source}-{self._ids}"))
        url = facts.pop("url", f"https://{source}.example/posts/{self._ids}")
        seen = facts.pop("seen", truth.opened + timedelta(days=self.choice.randint(0, 3)))
        posting = Posting(
            title=truth.title, is_jpo=True, agency=truth.agency, sponsors=(truth.sponsor,), grade=truth.grade,
            reference=truth.reference, duty_stations=(DutyStation(truth.city[0], truth.city[1], 1),),
            nationalities=Nationalities(include=(truth.sponsor,)), deadline=Deadline(truth.deadline, "23:59"),
        )  # fmt: skip
        return Advert(Key(source, external_id), replace(posting, **facts), text, seen, url, language)

    def portal(self, truth: Announcement, **facts: object) -> Advert:
        """On the agency's own site."""
        return self.printed(truth, truth.agency.lower().replace(" ", "_"), **facts)

    def text(self, truth: Announcement, keep: float = 1.0) -> str:
        """The agency's template, about nine tenths of it, around the post's own part. `keep`: how much is printed."""
        plain = self._boilerplate[truth.agency]
        lines = [f"## {truth.title}", f"Duty station: {truth.city[0]}", *plain[:9], "## Duties"]
        lines += [f"- {sentence.replace('the region', truth.city[0])}" for sentence in truth.own]
        lines += ["## About the agency", *plain[9:], f"The assignment in {truth.city[0]} begins after selection."]
        return "\n".join(lines[: max(6, int(len(lines) * keep))])

    def edited(self, truth: Announcement) -> str:
        """The same post in a text that an editor worked over: sentences dropped, joined and set in capitals."""
        own = [sentence for sentence in truth.own if self.choice.random() < 0.8]
        head = f"{truth.agency} seeks a colleague for {truth.city[0]}. " + " ".join(own)
        return "\n\n".join([head.replace("The officer", "The JPO"), *self._notice[truth.sponsor]])

    # --- families

    def _family(self, number: int) -> Iterator[Item]:
        base = self.announcement()
        positive, negatives = self.choice.choice(POSITIVES), self.choice.sample(NEGATIVES, 2)
        facts = {"reference": None} if getattr(positive, "without_reference", False) else {}
        yield Item(self.portal(base, **facts), base, number, "base")
        yield Item(positive(self, base), base, number, positive.__name__)
        for negative in negatives:
            for truth, advert in negative(self, base):
                yield Item(advert, truth, number, negative.__name__)


# --- the same vacancy in another source


def title_with_prefix(world: World, base: Announcement) -> Advert:
    nationals = SPONSORS[base.sponsor]
    forms = (
        f"JPO in {base.title}", f"JPO - {base.title}, P-2, {base.city[0]}",
        f"Junior Professional Officer ({base.title})",
        f"{base.agency} JPO – {base.title} (Open to {nationals} nationals only)", f"{base.title} (JPO)",
        f"JPO-stilling: {base.title}, {base.agency}, {base.city[0]}", f"{base.title.upper()}, P2",
        f"VN 118/2027 JPO, {base.title}", f"{base.title} (Junior Professional Officer Programme - {base.sponsor})",
    )  # fmt: skip
    own_number = world.choice.choice([None, f"{base.sponsor}-27-{world.choice.randint(1, 99):03d}", base.reference])
    return world.printed(
        base, "ministry_" + base.sponsor.lower(), title=world.choice.choice(forms), reference=own_number,
        text=world.edited(base),
    )  # fmt: skip


def other_language(world: World, base: Announcement) -> Advert:
    language = LANGUAGE_OF.get(base.sponsor)
    if language is None or base.field not in FIELDS:
        return title_with_prefix(world, base)
    title = FIELDS[base.field][language]
    text = "\n".join([title, *world.foreign(language)])
    return world.printed(
        base, "ministry_" + base.sponsor.lower(), title=title, reference=None, text=text, language=language
    )


def english_title_in_a_foreign_notice(world: World, base: Announcement) -> Advert:
    language = LANGUAGE_OF.get(base.sponsor, "ko")
    return world.printed(
        base, "ministry_" + base.sponsor.lower(), reference=None, language=language,
        text="\n".join(world.foreign(language)), title=f"{base.title}",
    )  # fmt: skip


def deadline_a_day_apart(world: World, base: Announcement) -> Advert:
    deadline = Deadline(base.deadline + timedelta(days=world.choice.choice([-1, 1])), "06:00", "Asia/Seoul")
    return world.printed(base, "aggregator", deadline=deadline, reference=None, title=f"{base.title}, {base.city[0]}")


def missing_reference(world: World, base: Announcement) -> Advert:
    return world.printed(base, "ministry_" + base.sponsor.lower(), reference=None, text=world.edited(base))


def missing_sponsor(world: World, base: Announcement) -> Advert:
    return world.printed(base, "aggregator", sponsors=(), nationalities=Nationalities(), reference=None)


def missing_deadline(world: World, base: Announcement) -> Advert:
    """Only the post's own words and the station are left to know it by."""
    return world.printed(base, "aggregator", deadline=None, reference=None, text=world.text(base))


def abbreviated_station(world: World, base: Announcement) -> Advert:
    city, country, short = base.city
    form = world.choice.choice([DutyStation(short or city.upper(), country, 1), DutyStation(None, country, 1)])
    return world.printed(base, "aggregator", duty_stations=(form,), reference=None, text=world.text(base))


def cut_text(world: World, base: Announcement) -> Advert:
    reference = world.choice.choice([base.reference, None])
    return world.printed(base, "aggregator", text=world.text(base, keep=0.3), reference=reference)


def reference_and_little_else(world: World, base: Announcement) -> Advert:
    """A row of a ministry's list: the agency's number, a short title."""
    return world.printed(
        base, "ministry_" + base.sponsor.lower(), title=f"JPO {base.field}", deadline=None, duty_stations=(),
        text=f"{base.agency}: JPO {base.field}, see {base.reference}", grade=None,
    )  # fmt: skip


def number_in_the_address(world: World, base: Announcement) -> Advert:
    """The ministry links to the agency's page, whose address ends in the number."""
    plain = base.reference.replace("/", "-")
    return world.printed(
        base, "ministry_" + base.sponsor.lower(), reference=None, deadline=None, text=world.edited(base),
        url=f"https://jobs.example/{base.agency.lower()}/{base.title.replace(' ', '-')}_{plain}",
    )  # fmt: skip


def extended_on_one_site(world: World, base: Announcement) -> Advert:
    return world.printed(base, "aggregator", deadline=Deadline(base.deadline + timedelta(days=14)))


def service_centre(world: World, base: Announcement) -> Advert:
    host = "UNDP" if base.agency != "UNDP" else None
    return world.printed(
        base, "jposc", host_agency=host, title=f"{base.agency} JPO - {base.title}",
        reference=f"{world.choice.randint(400_000_000, 499_999_999)}",
    )  # fmt: skip


POSITIVES = (
    title_with_prefix, other_language, english_title_in_a_foreign_notice, deadline_a_day_apart, missing_reference,
    missing_sponsor, missing_deadline, abbreviated_station, cut_text, reference_and_little_else,
    number_in_the_address, extended_on_one_site, service_centre,
)  # fmt: skip

# --- other vacancies that look the same

Others = Iterator[tuple[Announcement, Advert]]


def same_template_other_post(world: World, base: Announcement) -> Others:
    field = world.other_field(base, base.city)
    title, own = f"{field} {world.choice.choice(ROLES)}", tuple(world.sentence() for _ in base.own)
    truth = world.other(base, field=field, title=title, own=own)
    yield truth, world.portal(truth)


def same_words_other_station(world: World, base: Announcement) -> Others:
    city = world.choice.choice([city for city in STATIONS if city[0] != base.city[0]])
    truth = world.other(base, city=city)
    yield truth, world.portal(truth, reference=world.choice.choice([truth.reference, None]))


def other_station_in_the_same_country(world: World, base: Announcement) -> Others:
    same = [city for city in STATIONS if city[1] == base.city[1] and city[0] != base.city[0]]
    for city in same[:1]:
        truth = world.other(base, city=city)
        yield truth, world.printed(truth, "ministry_" + base.sponsor.lower(), reference=None, text=world.edited(truth))


def same_number_at_another_agency(world: World, base: Announcement) -> Others:
    agency = world.other_agency(base)
    truth = world.other(base, agency=agency, reference=base.reference, own=tuple(map(str, world._paragraphs(4))))
    yield truth, world.portal(truth)


def same_title_at_another_agency(world: World, base: Announcement) -> Others:
    truth = world.other(base, agency=world.other_agency(base))
    yield truth, world.printed(truth, "ministry_" + base.sponsor.lower(), reference=None, text=world.edited(truth))


def same_text_other_deadline(world: World, base: Announcement) -> Others:
    """A second post of the same kind, open at the same time for some days more."""
    truth = world.other(base, deadline=base.deadline + timedelta(days=world.choice.randint(3, 12)))
    yield truth, world.printed(truth, "aggregator", reference=world.choice.choice([truth.reference, None]))


def two_posts_in_one_notice(world: World, base: Announcement) -> Others:
    """A ministry's notice: one text, one deadline and one number for all its posts."""
    notice = "\n".join(world._notice[base.sponsor])
    number, source = f"2027-JPO-{world.choice.randint(1, 9)}", "notice_" + base.sponsor.lower()
    for step in range(2):
        city = STATIONS[(STATIONS.index(base.city) + step) % len(STATIONS)]
        field = world.other_field(base, city)
        truth = world.other(base, field=field, title=f"{field} Officer", city=city)
        yield truth, world.printed(truth, source, text=notice, reference=number, url=f"https://{source}.example/notice")


def other_grade(world: World, base: Announcement) -> Others:
    truth = world.other(base, grade=world.choice.choice(["P-1", "P-3"]))
    yield truth, world.printed(truth, "aggregator", reference=None)


def other_sponsor(world: World, base: Announcement) -> Others:
    sponsor = world.choice.choice([sponsor for sponsor in SPONSORS if sponsor != base.sponsor])
    truth = world.other(base, sponsor=sponsor)
    world._used[(base.agency, base.field, base.city[0], sponsor)] += 1
    source = world.choice.choice(["ministry_" + sponsor.lower(), base.agency.lower().replace(" ", "_")])
    yield truth, world.printed(truth, source, reference=world.choice.choice([truth.reference, None]))


def two_equal_posts(world: World, base: Announcement) -> Others:
    """An agency hires two: the same words twice, under two numbers."""
    truth = world.other(base)
    yield truth, world.portal(truth)


def next_year(world: World, base: Announcement) -> Others:
    later = timedelta(days=world.choice.randint(300, 400))
    own = (*base.own[:-1], world.sentence())
    truth = world.again(base, deadline=base.deadline + later, opened=base.opened + later, own=own)
    yield truth, world.portal(truth, reference=world.choice.choice([truth.reference, None]))


def readvertised(world: World, base: Announcement) -> Others:
    """Soon after, because nobody suitable applied."""
    opened = base.deadline + timedelta(days=world.choice.randint(8, 40))
    truth = world.again(base, opened=opened, deadline=opened + timedelta(days=21))
    words = world.choice.choice(["{} (re-advertisement)", "{}", "RE-ADVERTISED: {}", "{} - Readvertisement"])
    yield truth, world.portal(truth, title=words.format(base.title))


def readvertised_while_open(world: World, base: Announcement) -> Others:
    """Opened anew some days before the first deadline, and it says so."""
    opened = base.deadline - timedelta(days=2)
    truth = world.again(base, opened=opened, deadline=base.deadline + timedelta(days=25))
    text = "This is a re-advertisement; earlier applicants need not apply again.\n" + world.text(truth)
    yield truth, world.portal(truth, text=text, seen=opened)


def follow_up_cohort(world: World, base: Announcement) -> Others:
    """The next JPO in the same office, for other work: the title stays, the duties do not."""
    later = timedelta(days=world.choice.randint(300, 400))
    own = tuple(world.sentence() for _ in base.own)
    truth = world.other(base, deadline=base.deadline + later, opened=base.opened + later, own=own)
    yield truth, world.portal(truth)


def same_round_other_language(world: World, base: Announcement) -> Others:
    """Another post of the sponsor's round at the same agency and station, printed on both sites."""
    language = LANGUAGE_OF.get(base.sponsor)
    if language is None:
        return
    field = world.other_field(base, base.city, FIELDS)
    truth = world.other(base, field=field, title=f"{field} Officer", own=tuple(world.sentence() for _ in range(7)))
    yield truth, world.portal(truth, reference=None)
    yield truth, world.printed(
        truth, "ministry_" + base.sponsor.lower(), title=FIELDS[field][language], reference=None, language=language,
        text="\n".join(world.foreign(language)),
    )  # fmt: skip


def other_post_in_a_foreign_notice(world: World, base: Announcement) -> Others:
    """The agency does not list it: nothing but the foreign title tells it from the base."""
    for truth, advert in same_round_other_language(world, base):
        if advert.language != "en":
            yield truth, advert


def one_notice_on_two_sites(world: World, base: Announcement) -> Others:
    """A ministry's page and its open data: the same posts, the same text and number for all."""
    notice, number = "\n".join(world._notice[base.sponsor]), f"2027-JPO-{world.choice.randint(1000, 9999)}"
    for _ in range(2):
        field = world.other_field(base, base.city)
        truth = world.other(base, field=field, title=f"{field} Officer")
        for site in ("notice_", "open_data_"):
            yield truth, world.printed(truth, site + base.sponsor.lower(), text=notice, reference=number)


NEGATIVES = (
    same_template_other_post, same_words_other_station, other_station_in_the_same_country,
    same_number_at_another_agency, same_title_at_another_agency, same_text_other_deadline, two_posts_in_one_notice,
    other_grade, other_sponsor, two_equal_posts, next_year, readvertised, readvertised_while_open, follow_up_cohort,
    same_round_other_language, other_post_in_a_foreign_notice, one_notice_on_two_sites,
)  # fmt: skip

# --- the count


def truths(items: Sequence[Item]) -> dict[frozenset[Key], LinkVerdict]:
    """What is true of the postings of one agency and field, by pair; unclear where the pages cannot tell anybody."""
    fits = {
        item.advert.key: {
            other.truth.number
            for other in items
            if other.truth.number != item.truth.number
            and other.advert.key.source != item.advert.key.source  # one site lists a vacancy once
            and _fits(item, other.truth)
        }
        for item in items
    }
    found = {}
    for first, second in combinations(items, 2):
        a, b = first.truth, second.truth
        verdict = LinkVerdict.DIFFERENT
        if a.number == b.number:
            # What also fits another announcement can only be known by a number that both print.
            is_open = fits[first.advert.key] or fits[second.advert.key]
            verdict = LinkVerdict.UNCLEAR if is_open and not _same_number(first, second) else LinkVerdict.SAME
        elif b.number in fits[first.advert.key] or a.number in fits[second.advert.key]:
            verdict = LinkVerdict.UNCLEAR
        elif a.post == b.post:
            verdict = LinkVerdict.READVERTISED
        elif _nature(a) == _nature(b) and (a.is_again or b.is_again):
            verdict = LinkVerdict.UNCLEAR  # of two equal posts, nobody knows which is announced again
        found[frozenset((first.advert.key, second.advert.key))] = verdict
    return found


def _nature(truth: Announcement) -> tuple[object, ...]:
    return truth.agency, truth.title, truth.city, truth.sponsor, truth.grade, truth.own[:-1]


def _fits(item: Item, other: Announcement) -> bool:
    """Whether all that a page prints, but for numbers, is true of another announcement too."""
    posting = item.advert.posting
    return (
        (item.truth.agency, item.truth.title, item.truth.city, item.truth.own)
        == (other.agency, other.title, other.city, other.own)
        and (not posting.sponsors or other.sponsor in posting.sponsors)
        and posting.grade in (None, other.grade)
        and (
            other.opened <= item.advert.first_seen_on <= other.deadline
            if posting.deadline is None
            else abs((posting.deadline.on - other.deadline).days) <= 1
        )
    )


def _same_number(first: Item, second: Item) -> bool:
    number = first.truth.reference.replace("/", "-")
    return all(
        number in f"{item.advert.posting.reference} {item.advert.url}".replace("/", "-") for item in (first, second)
    )


class Score(NamedTuple):
    """How well one relation was found."""

    pairs: int
    """Pairs of which it is true."""
    found: int
    right: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.pairs if self.pairs else 1.0


class Result(NamedTuple):
    """What a world of postings gave."""

    inside: int
    """Labelled pairs inside the families."""
    scores: dict[LinkVerdict, Score]
    """Over every two postings of the world, by relation."""
    wrong: list[tuple[Item, Item, LinkVerdict, LinkVerdict, str]]
    """Pairs with what is true, what was said, and why."""
    seconds: float


def relations(found: Resolution) -> dict[frozenset[Key], LinkVerdict]:
    """What was said of every two postings that are tied: what is said of one posting holds for its whole vacancy."""
    group = {key: members for members in found.groups for key in members}
    said = {}
    for (first, second), judgement in found.links.items():
        if judgement.verdict is LinkVerdict.UNCLEAR:
            said[frozenset((first, second))] = LinkVerdict.UNCLEAR
    for (first, second), judgement in found.links.items():
        if judgement.verdict is LinkVerdict.READVERTISED:
            for a, b in product(group.get(first, {first}), group.get(second, {second})):
                said[frozenset((a, b))] = LinkVerdict.READVERTISED
    for members in found.groups:
        said |= {frozenset(pair): LinkVerdict.SAME for pair in combinations(members, 2)}
    return said


def measure(items: Sequence[Item]) -> Result:
    """Link the postings of a world and compare with the truth."""
    began = time.process_time()
    linked = link([item.advert for item in items])
    said = relations(linked)
    seconds = time.process_time() - began
    of_key = {item.advert.key: item for item in items}
    alike: dict[tuple[str, str], list[Item]] = defaultdict(list)
    for item in items:
        alike[(item.truth.agency, item.truth.field)].append(item)
    true = {pair: verdict for group in alike.values() for pair, verdict in truths(group).items()}
    scores, wrong = {}, []
    for verdict in (LinkVerdict.SAME, LinkVerdict.READVERTISED):
        pairs = {pair for pair, value in true.items() if value is verdict}
        found = {pair for pair, value in said.items() if value is verdict}
        if verdict is LinkVerdict.READVERTISED:
            found -= {pair for pair in found if true.get(pair) is LinkVerdict.UNCLEAR}
        scores[verdict] = Score(len(pairs), len(found), len(pairs & found))
        for pair in sorted(pairs ^ found, key=sorted):
            first, second = (of_key[key] for key in sorted(pair))
            why = (
                linked.links[tuple(sorted(pair))].reason if tuple(sorted(pair)) in linked.links else "not linked itself"
            )
            told = true.get(pair, LinkVerdict.DIFFERENT), said.get(pair, LinkVerdict.DIFFERENT)
            wrong.append((first, second, *told, why))
    by_family: Counter[int] = Counter(item.family for item in items)
    inside = sum(count * (count - 1) // 2 for count in by_family.values())
    return Result(inside, scores, wrong, seconds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--families", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--wrong", type=int, default=0, help="print so many wrong pairs")
    given = parser.parse_args()
    items = World(given.seed).items(given.families)
    result = measure(items)
    every = len(items) * (len(items) - 1) // 2
    print(f"{len(items)} postings, {result.inside} labelled pairs inside families, {every} in the world")
    for verdict, score in result.scores.items():
        print(
            f"{verdict.value:18} {score.pairs:5} pairs  precision {score.precision:.4f}  recall {score.recall:.4f}"
            f"  ({score.found - score.right} wrong, {score.pairs - score.right} missed)"
        )
    kinds = Counter(
        (" + ".join(sorted({first.role, second.role})), true.value, said.value)
        for first, second, true, said, _ in result.wrong
    )
    for (roles, true, said), count in kinds.most_common():
        print(f"  {count:4} × {roles}: {true}, said {said}")
    for first, second, true, said, why in result.wrong[: given.wrong]:
        print(f"\n{true} said {said}: {why}\n  {_line(first)}\n  {_line(second)}")
    print(f"{result.seconds:.2f} s of processor time, {1000 * result.seconds / len(items):.2f} ms a posting")


def _line(item: Item) -> str:
    posting = item.advert.posting
    when = posting.deadline.on if posting.deadline else None
    return (
        f"{item.role} {item.advert.key} {posting.agency} | {posting.title} | {posting.duty_stations} | "
        f"{posting.sponsors} | {posting.grade} | {posting.reference} | {when} | seen {item.advert.first_seen_on}"
    )


if __name__ == "__main__":
    main()
