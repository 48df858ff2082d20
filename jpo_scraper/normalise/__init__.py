"""What the words of a posting mean: a RawPosting in, a Posting with its facts and issues out.

Pure: no input or output, no clock. Each module reads one field; this one puts them together.
"""

from datetime import date, datetime

from jpo_scraper.items import Fact, Issue, Normalised, Posting, RawPosting
from jpo_scraper.normalise.age import find_age
from jpo_scraper.normalise.agency import find_agency
from jpo_scraper.normalise.assignment import find_assignment
from jpo_scraper.normalise.competencies import find_competencies
from jpo_scraper.normalise.dates import find_dates
from jpo_scraper.normalise.deadline import find_deadline
from jpo_scraper.normalise.documents import find_documents
from jpo_scraper.normalise.duration import find_duration
from jpo_scraper.normalise.duty_station import find_duty_stations
from jpo_scraper.normalise.experience import find_experience
from jpo_scraper.normalise.grade import find_grade
from jpo_scraper.normalise.languages import find_languages
from jpo_scraper.normalise.mend import mended_posting
from jpo_scraper.normalise.nationality import find_nationality
from jpo_scraper.normalise.programme import find_programme
from jpo_scraper.normalise.reading import LONGEST_TEXT, Reading
from jpo_scraper.normalise.sponsor import find_sponsors
from jpo_scraper.normalise.standing_rules import standing_rules
from jpo_scraper.normalise.title import find_reference, find_title
from jpo_scraper.reference.fold import fold
from jpo_scraper.sources.model import UNKNOWN_SOURCE, Source
from jpo_scraper.vocab import Field, IssueKind


def normalise(raw: RawPosting, source: Source = UNKNOWN_SOURCE, as_of: datetime | None = None) -> Normalised:
    """Say what a posting means.

    `as_of` is the instant at which the document was fetched; nothing is ever filled in from it.
    Every non-null field of the posting has at least one fact, and `raw.text[start:end] == fact.raw` for each span.
    """
    mending = mended_posting(raw)
    if mending is not None:
        return mending.as_printed(_read(mending.meant, source))
    return _read(raw, source)


def _read(raw: RawPosting, source: Source) -> Normalised:
    """As `normalise`, for a posting whose letters are those that were meant."""
    reading = Reading(raw)
    title = find_title(reading)
    programme = find_programme(reading, title.value)
    agency = find_agency(reading, source, title.value)
    sponsors = find_sponsors(reading, source, title.value, programme.is_jpo)
    nationality = find_nationality(reading, title.value)
    excluded = frozenset((*sponsors.sponsors, *nationality.nationalities.include))
    stations = find_duty_stations(reading, title.value, excluded)
    grade = find_grade(reading, title.value)
    reference = find_reference(reading)
    deadline = find_deadline(reading, source, agency.agency)
    competencies = find_competencies(reading, agency.agency)
    languages = find_languages(reading)
    experience = find_experience(reading, is_jpo=programme.is_jpo)
    deadline_on = deadline.deadline.on if deadline.deadline else None
    year = _year_of_application(reading, deadline_on)
    age = find_age(reading, year, _date_at, deadline_on=deadline_on, is_jpo=programme.is_jpo)
    duration = find_duration(reading, title.value)
    documents = find_documents(reading)
    assignment = find_assignment(reading)
    archived = _archived(reading)
    posting = Posting(
        title=title.value,
        programme=programme.programme,
        is_jpo=programme.is_jpo,
        agency=agency.agency,
        host_agency=agency.host_agency,
        duty_stations=stations.stations,
        sponsors=sponsors.sponsors,
        nationalities=nationality.nationalities,
        grade=grade.grade,
        grade_raw=grade.raw,
        reference=reference.value,
        url=raw.url,
        deadline=deadline.deadline,
        competencies=competencies.competencies,
        languages=languages.languages,
        education_min=experience.education_min,
        experience=experience.tiers,
        age=age.age,
        duration_months=duration.months,
        documents=documents.documents,
        max_applications=documents.max_applications,
        start_date=assignment.start_date,
        supervisor_title=assignment.supervisor_title,
        is_archived=bool(archived),
    )
    facts: list[Fact] = []
    issues: list[Issue] = []
    if len(raw.text) > LONGEST_TEXT:
        issues.append(Issue(IssueKind.UNREADABLE, f"only the first {LONGEST_TEXT:,} characters are read"))
    every = (title, programme, agency, stations, sponsors, nationality, grade, reference, deadline, competencies)
    for found in (*every, languages, experience, age, duration, documents, assignment):
        facts.extend(found.facts)
        issues.extend(getattr(found, "issues", ()))
    facts.extend(archived)
    if raw.url:
        facts.append(Fact(Field.URL, raw.url, raw.url, "url.address", label="url"))
    facts.extend(standing_rules(posting, source))
    return Normalised(posting, tuple(facts), tuple(issues))


def _archived(reading: Reading) -> tuple[Fact, ...]:
    """The publisher says that the post is closed or archived."""
    label = next(reading.site_labels(Field.IS_ARCHIVED), None)
    return (Fact(Field.IS_ARCHIVED, True, label.value, "archived.site_label", label=label.name),) if label else ()


def _year_of_application(reading: Reading, deadline_on: date | None) -> int | None:
    """The year in which one applies: of the deadline, else of the printed publication date. Never of today."""
    if deadline_on is not None:
        return deadline_on.year
    posted = [reading.text[pair.start : pair.end] for pair in reading.values("posted")]
    posted += [
        label.value for label in reading.raw.labels if fold(label.name) in ("pubdate", "posteddate", "startdate")
    ]
    spans = [span for words in posted for span in find_dates(words)]
    return next((span.on.year for span in spans if span.on), None)


def _date_at(text: str, position: int) -> tuple[int, int, date] | None:
    """The date printed at a place of the text, with its span."""
    for span in find_dates(text[position : position + 45])[:1]:
        if span.on is not None and span.start <= 2:
            return position + span.start, position + span.end, span.on
    return None
