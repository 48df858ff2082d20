"""The tables of facts as lookups: what a printed name, demonym, place, grade or label stands for."""

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from jpo_scraper.reference.fold import fold
from jpo_scraper.reference.lexicon import Lexicon
from jpo_scraper.reference.loader import Row, cell_list, rows
from jpo_scraper.vocab import CompetencyCategory, DateOrder, Degree

_LANGUAGES = ("fr", "de", "es", "it", "nl", "sv", "da", "no", "fi", "ja", "ko", "zh")


@cache
def countries() -> Lexicon[str]:
    """Country names in thirteen languages → ISO 3166-1 alpha-2."""
    phrases = [(name, row["iso2"]) for row in rows("demonyms") for name in cell_list(row["names_en"])]
    phrases += [(row[f"name_{lang}"], row["iso2"]) for lang in _LANGUAGES for row in rows("demonyms")]
    return Lexicon(phrases)


@cache
def nationals() -> Lexicon[str]:
    """Country names and demonyms → ISO 3166-1 alpha-2. For words that are known to speak of a nationality."""
    phrases = [(name, row["iso2"]) for row in rows("demonyms") for name in cell_list(row["demonyms_en"])]
    names = [(name, row["iso2"]) for row in rows("demonyms") for name in cell_list(row["names_en"])]
    others = [
        (part.strip(" ()"), row["iso2"])
        for column in ("fr", "de", "es", "it", "nl", "no", "fi")
        for row in rows("demonyms")
        for part in re.split(r"[,/(]", row[f"demonym_{column}"])
    ]
    foreign = [(row[f"name_{lang}"], row["iso2"]) for lang in _LANGUAGES for row in rows("demonyms")]
    return Lexicon(names + phrases + foreign + [(word, iso2) for word, iso2 in others if len(word) > 3])


@cache
def country_name(iso2: str) -> str:
    """The English name that people use: `Pakistan`."""
    return next((cell_list(row["names_en"])[0] for row in rows("demonyms") if row["iso2"] == iso2), iso2)


@cache
def agencies() -> Lexicon[str]:
    """Agency names and acronyms in all languages of the table → agency code."""
    first = [(name, row["code"]) for row in rows("agencies") for name in (row["code"], row["name_en"])]
    aliases = [(alias, row["code"]) for row in rows("agencies") for alias in cell_list(row["aliases"])]
    return Lexicon([(name, code) for name, code in first + aliases if code != "JPOSC"])


@cache
def agency_rows() -> Mapping[str, Row]:
    """The rows of the agency table by code."""
    return {row["code"]: row for row in rows("agencies")}


@cache
def agency_of_host(host: str) -> str | None:
    """The one agency whose site or recruiting host this is; None where none or several use it."""
    users: dict[str, set[str]] = defaultdict(set)
    for row in rows("agencies"):
        for entry in cell_list(row["website_domains"]) + cell_list(row["ats_hosts"]):
            if "/" not in entry:
                users[entry.split(" ")[0]].add(row["code"])
    found = {code for known, codes in users.items() if host == known or host.endswith(f".{known}") for code in codes}
    return next(iter(found)) if len(found) == 1 else None


@cache
def service_centre_clients() -> frozenset[str]:
    """Codes of the agencies whose JPOs the JPO Service Centre recruits."""
    return frozenset(row["code"] for row in rows("agencies") if row["in_jposc"] == "yes")


@cache
def date_order_of(agency: str | None) -> DateOrder | None:
    """How an agency writes all-digit dates on its own site; None: not known."""
    return next((DateOrder(row["order"]) for row in rows("agency_date_orders") if row["agency"] == agency), None)


class Place(NamedTuple):
    """A duty station of the gazetteer."""

    city: str
    country: str
    zone: str
    is_capital: bool
    seen: int
    """In how many postings it was met: decides between cities of one name."""


def _place(row: Row) -> Place:
    is_capital, seen = row["is_capital"] == "yes", int(row["postings_seen"] or 0)
    return Place(row["city"], row["country_iso2"], row["tz"], is_capital, seen)


@cache
def places() -> Lexicon[tuple[Place, ...]]:
    """City names → the places that bear the name, the likeliest first."""
    by_name: dict[str, list[Place]] = defaultdict(list)
    printed: dict[str, str] = {}
    named = countries()
    known = [
        (_place(row), cell_list(row["aliases"]))
        for row in rows("duty_stations")
        if row["is_capital"] == "yes" or not named.exactly(row["city"])  # else a code for a whole country, not a city
    ]
    for place, names in [*((place, [place.city]) for place, _ in known), *known]:
        for name in names:
            flat = fold(name)
            if place not in by_name[flat]:
                by_name[flat].append(place)
                printed.setdefault(flat, name)
    ranked = {name: sorted(found, key=lambda p: (not p.is_capital, -p.seen)) for name, found in by_name.items()}
    return Lexicon((printed[name], tuple(found)) for name, found in ranked.items())


class Grade(NamedTuple):
    """A grade of the table."""

    code: str
    """As `grade_code` writes it."""
    category: str


_DASHED_GRADE = re.compile(r"(P|D|G|FS|S|L|TC|PL|GL|NO)(\d|(?<=NO)[A-E])")


@cache
def grades() -> Mapping[str, Grade]:
    """Printed forms, folded and without spaces → grade."""
    forms: dict[str, Grade] = {}
    for row in rows("grades"):
        for form in (row["code"], *cell_list(row["aliases"])):
            forms.setdefault(grade_key(form), Grade(grade_code(row["code"]), row["category"]))
    return forms


def grade_code(code: str) -> str:
    """The table's code as postings usually print it: `P2` → `P-2`, `NOA` → `NO-A`."""
    if found := _DASHED_GRADE.fullmatch(code):
        return f"{found[1]}-{found[2]}"
    return code


def grade_key(printed: str) -> str:
    """A printed grade in comparable form: `P-2, Step I` and `p2 step i` are one."""
    return re.sub(r"[^a-z0-9]+", "", fold(printed))


class KnownCompetency(NamedTuple):
    """A competency of a framework, as the framework files it."""

    framework: str
    code: str | None
    name: str
    category: CompetencyCategory


_SKILLS = "Functional Skills"
"""A list of skills, not of competencies: UNHCR prints it under a heading of its own."""


@cache
def competencies() -> Lexicon[tuple[KnownCompetency, ...]]:
    """Printed competency names → the framework entries that bear the name."""
    by_name: dict[str, list[KnownCompetency]] = defaultdict(list)
    printed: dict[str, str] = {}
    for row in rows("competency_frameworks"):
        if _SKILLS in row["framework"]:
            continue
        known = KnownCompetency(
            row["framework"], row["code"] or None, row["name_en"], CompetencyCategory(row["category"])
        )
        for name in (row["name_en"], *cell_list(row["aliases"])):
            for spelling in _spellings(name):
                if known not in by_name[fold(spelling)]:
                    by_name[fold(spelling)].append(known)
                    printed.setdefault(fold(spelling), spelling)
    return Lexicon((printed[name], tuple(entries)) for name, entries in by_name.items())


def _spellings(name: str) -> set[str]:
    """A name with `and` or `&`, with and without room around a slash, hyphens, and the comma before `and`."""
    if not any(mark in name for mark in ("&", " and ", "/", "-")):
        return {name}
    forms = {name, name.replace(" & ", " and "), name.replace(" and ", " & ")}
    forms |= {form.replace(", and ", " and ") for form in forms} | {
        re.sub(r", (\w+) and ", r", \1, and ", f) for f in forms
    }
    forms |= {form.replace("-", " ") for form in forms}
    return forms | {re.sub(r" ?/ ?", joint, form) for form in forms for joint in ("/", " / ", " & ") if "/" in form}


@cache
def own_frameworks(agency: str | None) -> tuple[str, ...]:
    """How the names of an agency's own competency frameworks begin, folded."""
    if agency is None:
        return ()
    row = agency_rows().get(agency)
    family = row["parent"] if row else ""
    is_secretariat = agency == "UN Secretariat" or "Secretariat" in family
    return (fold(agency), *(("un competencies", "un values") if is_secretariat else ()))


@cache
def competency_codes() -> Mapping[str, KnownCompetency]:
    """Framework codes (`M001`) → entry. The code must be unique over the frameworks to be here."""
    found: dict[str, KnownCompetency | None] = {}
    for row in rows("competency_frameworks"):
        if row["code"]:
            known = KnownCompetency(row["framework"], row["code"], row["name_en"], CompetencyCategory(row["category"]))
            found[row["code"]] = None if row["code"] in found else known
    return {code: known for code, known in found.items() if known is not None}


@cache
def labels() -> Mapping[str, str]:
    """Printed labels, folded → the field of `labels_multilingual.csv` (`deadline`, `grade`, `posted` …)."""
    found: dict[str, str] = {}
    for row in rows("labels_multilingual"):
        found.setdefault(fold(row["label"]).strip(" :"), row["field"])
    return found


_DEGREES = {"secondary", "bachelor", "master", "doctorate"}


@cache
def degrees() -> Lexicon[Degree]:
    """Printed degree terms in fourteen languages → level. Vocational diplomas are no level of the vocabulary."""
    return Lexicon(
        (term, Degree(row["level"]))
        for row in rows("degrees")
        if row["level"] in _DEGREES
        for term in cell_list(row["terms"])
    )


@cache
def languages() -> Lexicon[str]:
    """Language names in thirteen languages → ISO 639 code.

    Finnish names a language like its country (korea, arabia); `stems` knows its names, inflected as texts have them.
    """
    english = [(name, row["code"]) for row in rows("languages") for name in cell_list(row["name_en"])]
    columns = [name for name in rows("languages")[0] if name.startswith("name_") and name not in ("name_en", "name_fi")]
    others = [(name, row["code"]) for column in columns for row in rows("languages") for name in cell_list(row[column])]
    taken = countries()
    return Lexicon(english + [(name, code) for name, code in others if len(name) > 1 and taken.exactly(name) is None])


@cache
def language_words(kind: str) -> Lexicon[Row]:
    """The `proficiency` or `requirement` words of languages_terms.csv → their row."""
    return Lexicon((row["term"], row) for row in rows("languages_terms") if row["kind"] == kind)


def database_rows() -> dict[str, list[dict[str, str]]]:
    """The tables that analysts join with, by name of the database table."""
    grade = [dict(row) | {"code": grade_code(row["code"])} for row in rows("grades")]
    return {
        "agency": [dict(row) for row in rows("agencies")],
        "country": [dict(row) for row in rows("demonyms")],
        "duty_station": [dict(row) for row in rows("duty_stations")],
        "competency": [dict(row) for row in rows("competency_frameworks")],
        "grade": grade,
    }
