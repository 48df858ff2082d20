"""What nobody would send, to every reader: a little of what `python -m fuzz` gives them for long."""

import logging
from collections.abc import Iterator
from functools import cache
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fuzz.mutate import mutated
from fuzz.targets import Target, targets

TARGETS = targets()
FEW = settings(max_examples=8, deadline=None, suppress_health_check=[*HealthCheck])


@cache
def seeds(name: str) -> list[bytes]:
    return list(TARGETS[name].seeds())


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """A spider logs each problem, and here all are wanted."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def almost(target: Target, seed: bytes, dice: Random) -> bytes:
    return seed[: target.head] + mutated(seed[target.head :], dice)


@pytest.mark.parametrize("name", TARGETS)
@given(dice=st.randoms(use_true_random=False), more=st.binary(max_size=40))
@FEW
def test_a_reader_takes_whatever_comes(name: str, dice: Random, more: bytes) -> None:
    target = TARGETS[name]
    target.run(almost(target, dice.choice(seeds(name)), dice) + more)


@pytest.mark.parametrize("name", TARGETS)
def test_what_is_whole_comes_through_too(name: str) -> None:
    for seed in seeds(name)[:3]:
        TARGETS[name].run(seed)


def test_the_same_dice_give_the_same_mutation() -> None:
    document = b'{"a": [1, {"b": "words"}], "c": null}'
    many = {mutated(document, Random(number)) for number in range(30)}
    assert len(many) > 15
    assert mutated(document, Random(7)) == mutated(document, Random(7))


@pytest.mark.parametrize("document", [b"", b"\0", b"{", b"<", b"PK\x03\x04", b"\xff\xfe", b"a"])
def test_a_document_of_any_kind_can_be_mutated(document: bytes) -> None:
    for number in range(20):
        assert isinstance(mutated(document, Random(number)), bytes)
