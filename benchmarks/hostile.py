"""Texts and pages that are made to cost more than their length: one piece, repeated as often as one likes.

`linear.py` measures the time that they take, the tests count the calls that they make.
"""

from jpo_scraper.items import RawPosting

REPEATED = {
    "label lines": "Duty station: Rome\nGrade: P-2\n",
    "labels on one line": "Deadline: 3 March 2026 Grade: P-2 ",
    "labels over nothing": "Deadline\n",
    "label marks": "a: ",
    "digits": "1",
    "numbers": "1 ",
    "numbers with separators": "1.000,5-",
    "dates": "3 March 2026 ",
    "dates in digits": "03/04/2026\n",
    "ranges": "3-4-",
    "months": "March ",
    "clocks": "23:59 CET (GMT+1) ",
    "midnights": "midnight ",
    "deadlines in one sentence": "application deadline apply before 3 March ",
    "years of experience": "2 years of experience ",
    "degrees and years": "bachelor's degree and 5 years, master's degree and 2 years ",
    "languages": "English, ",
    "languages asked for": "fluency in French ",
    "headings for languages": "## Languages\n",
    "languages in other tongues": "Kenntnisse der englischen Sprache, maîtrise du français ",
    "competencies": "Communication, ",
    "competency lines": "Teamwork\n",
    "headings for competencies": "## Competencies\nTeamwork\n",
    "competency codes": "C001 Communication ",
    "countries": "France, Netherlands ",
    "nationals": "open only to nationals of Italy, ",
    "citizens": "citizens of ",
    "adjectives of countries": "Dutch ",
    "agencies": "United Nations Development Programme, UNDP ",
    "cities": "based in Rome, Italy. ",
    "grades": "P-2 ",
    "durations": "initial appointment of 12 months ",
    "start dates": "start date: January 2026 ",
    "supervisors": "under the supervision of the Head of ",
    "age limits": "not older than 32, ",
    "births": "born after 1 January 1990 ",
    "extensions": "military service extended by 2 years ",
    "documents": "1. a letter ",
    "limits of applications": "apply for up to 3 positions ",
    "programme names": "JPO funded by the Government of Japan ",
    "formulas": "this post is funded by ",
    "requirements": "requirements for JPO candidates ",
    "brackets": "(",
    "pairs of brackets": "(a) [b] ",
    "words without an end": "a",
    "capitals and small letters": "aA",
    "long words": "word ",
    "spaces": " ",
    "tabs": "a\t",
    "lines": "a\n",
    "full stops": ". ",
    "sentences": "The officer drafts. ",
    "quotation marks": "“‘'\"",
    "headings": "## Heading\n",
    "marks of headings": "## ",
    "marks of items": "- ",
    "Chinese": "日本語",
    "Japanese dates": "2026年3月4日",
    "Korean": "대한민국 국적 ",
    "Arabic": "الموعد النهائي ",
    "letters decoded twice": "Ã©â€™",
    "inverted question marks": "¿",
    "accents": "éİß",
    "zero bytes": "\0",
}
OPENING = "JPO vacancy, duty station Rome. The post is funded by Japan: English required, age 32, 2 years.\n"
TAGS = {
    "paragraphs": "<p>a</p>", "open paragraphs": "<p>a", "divisions": "<div>a" * 20 + "</div>" * 20,
    "lists": "<ul><li>a" * 20 + "</ul>" * 20, "rows": "<tr><td>a<td>b",
    "tables": "<table><tr><td>a" * 20 + "</table>" * 20, "facts": "<li><b>Grade</b> P-2</li>", "cards":
    "<div><p>P-2</p><p>Grade</p></div>", "terms": "<dt>Grade<dd>P-2", "links": "<a href=x>a post of ours</a>",
    "comments": "<!--a-->", "classes": '<i class="a b c">x</i>', "bold": "<b>a" * 20 + "</b>" * 20, "breaks": "<br>",
    "menus": "<nav>x</nav>", "forms": "<form>x</form>", "headings": "<h1>Heading</h1>",
    "asides": "<aside>Grade: P-2</aside>",
    "headers": "<header>a</header>", "titles": "<title>a</title>", "entities": "<p>&nbsp;&amp;", "open tags": "<",
}  # fmt: skip


def text_of(unit: str, length: int) -> str:
    return (OPENING + unit * (length // len(unit) + 1))[:length]


def posting(unit: str, length: int) -> RawPosting:
    return RawPosting("unknown", "1", None, text_of(unit, length))


def page(unit: str, tags: int) -> bytes:
    return f"<html><body><h1>Post</h1>{unit * (tags // unit.count('<'))}".encode()
