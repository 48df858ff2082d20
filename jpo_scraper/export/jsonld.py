"""schema.org JobPosting as JSON-LD: one graph, with what the posting states and nothing else.

`datePosted` is left out, as postings do not state it, and so are salary and working hours. `<`, `>` and `&` are written
as escapes, so that the text can stand inside a `script` element.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import IO, Any

from jpo_scraper.export import About, Column, Rows
from jpo_scraper.export.cells import one_line, shown, web_address
from jpo_scraper.export.posting import Posting, postings, zone_called

Thing = dict[str, Any]

_CREDENTIALS = {
    "secondary": "high school", "bachelor": "bachelor degree", "master": "postgraduate degree",
    "doctorate": "postgraduate degree",
}  # fmt: skip
"""Lowest degree → the words that schema.org's readers know."""

_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def write(rows: Rows, columns: Sequence[Column], file: IO[bytes], about: About) -> int:
    """Write the postings as a graph; their number."""
    file.write(b'{"@context": "https://schema.org", "@graph": [')
    number = 0
    for number, row in enumerate(postings(rows, columns), start=1):
        text = json.dumps(job_posting(row), ensure_ascii=False).translate(_ESCAPES)
        file.write((b"\n" if number == 1 else b",\n") + text.encode())
    file.write(b"\n]}\n")
    return number


def job_posting(row: Posting) -> Thing:
    """A posting as a JobPosting."""
    stated = row["normalised"]
    return _without_empty(
        {
            "@type": "JobPosting",
            "title": _text(row["title"]),
            "identifier": _identifier(row),
            "url": web_address(row["url"]),
            "description": shown(row.get("text") or ""),
            "hiringOrganization": _organisation(row),
            "jobLocation": [_place(station) for station in stated["duty_stations"]],
            "validThrough": _valid_through(stated["deadline"]),
            "employmentType": "TEMPORARY" if stated["duration_months"] else None,
            "jobStartDate": _text(stated["start_date"]),
            "educationRequirements": _education(stated["education_min"]),
            "experienceRequirements": [*map(_experience, stated["experience"])],
            "eligibilityToWorkRequirement": "; ".join(_nationals(stated["nationalities"])),
            "qualifications": list(_qualifications(stated)),
            "skills": [_skill(competency) for competency in stated["competencies"]],
        }
    )


def _identifier(row: Posting) -> Thing | None:
    reference = _text(row["reference"])
    return {"@type": "PropertyValue", "name": row["source"], "value": reference} if reference else None


def _organisation(row: Posting) -> Thing | None:
    code = row["agency"]
    if not code:
        return None
    return {"@type": "Organization", "name": row["agency_name"] or code, "alternateName": code}


def _place(station: Mapping[str, Any]) -> Thing:
    address = {"@type": "PostalAddress", "addressLocality": station["city"], "addressCountry": station["country"]}
    return {"@type": "Place", "address": _without_empty(address)}


def _valid_through(deadline: Mapping[str, Any] | None) -> str | None:
    """The moment with its zone's offset; a day alone where the time or the zone is not stated."""
    if deadline is None:
        return None
    zone = zone_called(deadline["zone"])
    if not deadline["utc"] or zone is None:
        return deadline["utc"] or str(deadline["date"])
    return datetime.fromisoformat(deadline["utc"]).astimezone(zone).isoformat()


def _education(degree: str | None) -> Thing | None:
    known = degree and _CREDENTIALS.get(degree)
    return {"@type": "EducationalOccupationalCredential", "credentialCategory": known} if known else None


def _experience(tier: Mapping[str, Any]) -> Thing:
    least, most, degree = tier["years_min"], tier["years_max"], tier["degree"]
    bounds = " to ".join(str(years) for years in (least, most) if years is not None)
    side = "at most " if least is None else "at least " if most is None else ""
    words = f"{side}{bounds} year{'' if bounds == '1' else 's'}"
    months = None if least is None else 12 * least
    made = {
        "@type": "OccupationalExperienceRequirements",
        "monthsOfExperience": months,
        "description": f"{words} with a {degree}'s degree" if degree in ("bachelor", "master") else words,
    }
    return _without_empty(made)


def _nationals(nationalities: Mapping[str, Any]) -> Iterator[str]:
    if nationalities["include"]:
        yield f"Nationals of {', '.join(nationalities['include'])}"
    if nationalities["exclude"]:
        yield f"Not nationals of {', '.join(nationalities['exclude'])}"
    if nationalities["note"]:
        yield one_line(nationalities["note"])


def _qualifications(stated: Mapping[str, Any]) -> Iterator[str]:
    """The age limit and the languages."""
    age = stated["age"]
    if age and age["max"] is not None:
        yield f"At most {age['max']} years old" + (f" on {age['on']}" if age["on"] else "")
    if age and age["born_on_or_after"]:
        yield f"Born on or after {age['born_on_or_after']}"
    for language in stated["languages"]:
        level = f", {one_line(language['level'])}" if language["level"] else ""
        yield f"Language {language['code']} ({language['requirement']}{level})"


def _skill(competency: Mapping[str, Any]) -> Thing:
    known = {"@type": "DefinedTerm", "name": one_line(competency["name"]), "termCode": competency["code"]}
    return _without_empty({**known, "inDefinedTermSet": competency["framework"]})


def _text(words: str | None) -> str | None:
    return one_line(words) if words else None


def _without_empty(thing: Thing) -> Thing:
    return {key: value for key, value in thing.items() if value not in (None, "", [])}
