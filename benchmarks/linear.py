"""Whether any text makes the rules work longer than in proportion to its length.

    python benchmarks/linear.py

Reads each hostile text of hostile.py, and one that is four times as long, and prints the ratio of the processor times
where it is above eight. Linear work gives four, quadratic work sixteen. Exit status 1 if there is any such ratio.
"""

import sys
import time
from collections.abc import Callable, Iterator
from functools import partial

from hostile import REPEATED, TAGS, page, posting, text_of

from jpo_scraper.items import Label, RawPosting
from jpo_scraper.normalise import normalise
from jpo_scraper.pages.any_html import read_any_page
from jpo_scraper.pages.text import html_to_text
from jpo_scraper.vocab import Field

TIMES, MOST, TRIES = 4, 8, 4
LEAST = 0.005
"""Seconds. A shorter time than this is mostly the clock's own noise."""
LENGTH, TAG_COUNT = 12_000, 12_000
Work = Callable[[], object]


def labelled(field: Field | None, length: int) -> RawPosting:
    value = text_of("3 March 2026, Rome, Japan ", length)
    return RawPosting("unknown", "1", None, "", (Label("Deadline", value, field),))


def cases() -> Iterator[tuple[str, Work, Work]]:
    """What is read, the work on it, and the work on one that is TIMES as long."""
    for name, unit in REPEATED.items():
        yield f"text of {name}", *(partial(normalise, posting(unit, LENGTH * times)) for times in (1, TIMES))
    for name, unit in TAGS.items():
        yield f"page of {name}", *(partial(read_any_page, page(unit, TAG_COUNT * times), "") for times in (1, TIMES))
    for field in (Field.DEADLINE, Field.DUTY_STATIONS, Field.TITLE, Field.SPONSORS, None):
        yield f"label {field}", *(partial(normalise, labelled(field, LENGTH * times)) for times in (1, TIMES))
    yield "one line of HTML", *(partial(html_to_text, "<p>Grade: P-2</p>" * 5_000 * times) for times in (1, TIMES))


def seconds(work: Work) -> float:
    """Processor time that some work takes."""
    began = time.process_time()
    work()
    return time.process_time() - began


def growth(small: Work, large: Work) -> float:
    """How many times as long the larger work takes; the best of a few tries, since the machine has other work."""
    best_small = best_large = float("inf")
    for _ in range(TRIES):
        best_small, best_large = min(best_small, seconds(small)), min(best_large, seconds(large))
        if best_large <= MOST * max(best_small, LEAST):
            break
    return best_large / max(best_small, LEAST)


def main() -> int:
    normalise(posting("kielitaito suomi ", 400))  # the tables are built once: that is no work on a text
    growths = {name: growth(small, large) for name, small, large in cases()}
    for name, ratio in growths.items():
        if ratio > MOST:
            print(f"{name}: {ratio:.1f} times the time for {TIMES} times the length")
    worst = max(growths, key=growths.__getitem__)
    print(f"{len(growths)} texts and pages; the worst is the {worst} with {growths[worst]:.1f} for {TIMES}")
    return int(max(growths.values()) > MOST)


if __name__ == "__main__":
    sys.exit(main())
