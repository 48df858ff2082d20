"""One target under libFuzzer: what `python -m fuzz` starts. It goes on after a finding, so that one run shows all."""

import hashlib
import logging
import sys
import traceback
import warnings
from pathlib import Path
from random import Random

import atheris

with atheris.instrument_imports(include=["jpo_scraper"]):
    import pkgutil

    import jpo_scraper.pages
    import jpo_scraper.spiders

    for package in (jpo_scraper.pages, jpo_scraper.spiders):
        for module in pkgutil.iter_modules(package.__path__):
            __import__(f"{package.__name__}.{module.name}")
    from fuzz.targets import Target, targets

from fuzz.mutate import mutated

_OWN_SHARE = 0.8
"""Of the mutations, those that keep to the document's structure; the others are libFuzzer's own."""


def main() -> None:
    """`TARGET FOLDER OPTION…`: run until libFuzzer's time is over."""
    name, folder, *options = sys.argv[1:]
    target, found = targets()[name], Path(folder)
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    seeds = found / "seeds"
    seeds.mkdir(exist_ok=True)
    for seed in target.seeds():
        (seeds / hashlib.sha1(seed, usedforsecurity=False).hexdigest()).write_bytes(seed)
    known: set[str] = set()

    def run(data: bytes) -> None:
        try:
            target.run(data)
        except Exception as error:  # whatever comes out is the finding
            place = _place(error)
            if place not in known:
                known.add(place)
                (found / place).write_bytes(data)
                (found / f"{place}.txt").write_text(traceback.format_exc()[-6_000:], "utf-8", "backslashreplace")

    def mutate(data: bytes, most: int, seed: int) -> bytes:
        return _mutate(target, data, most, Random(seed))

    atheris.Setup(
        [sys.argv[0], *options, str(found / "corpus"), str(seeds)],
        run,
        custom_mutator=mutate,
        enable_python_coverage=True,
    )
    atheris.Fuzz()


def _mutate(target: Target, data: bytes, most: int, dice: Random) -> bytes:
    """The document mutated; the bytes before it, which choose how it is read, change now and then."""
    if dice.random() > _OWN_SHARE:
        return bytes(atheris.Mutate(data, most))
    head, document = data[: target.head], data[target.head :]
    if head and dice.random() < 0.1:
        head = head[:-1] + dice.randbytes(1)
    return (head + mutated(document, dice))[:most]


def _place(error: Exception) -> str:
    """The kind of the error and the last line of ours that it went through."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "jpo_scraper" in frame.filename]
    frames = frames or traceback.extract_tb(error.__traceback__)
    return f"{type(error).__name__}-{Path(frames[-1].filename).stem}-{frames[-1].lineno}"


if __name__ == "__main__":
    main()
