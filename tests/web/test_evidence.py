"""Texts with the words behind values marked."""

import pytest

from jpo_scraper.web.evidence import Piece, blocks


def fact(text, words, field, start=0):
    at = text.index(words, start)
    return {"field": field, "start": at, "end": at + len(words)}


def pieces(text, *facts):
    return [piece for block in blocks(text, facts) for line in block.lines for piece in line.pieces]


def test_marks_of_lines_become_blocks():
    found = blocks("## Head\n\nWords\n- one\n- two\nafter\n- three", [])
    assert [(block.kind, len(block.lines)) for block in found] == [
        ("heading", 1), ("words", 1), ("item", 2), ("words", 1), ("item", 1)
    ]  # fmt: skip
    assert found[0].lines[0].pieces == (Piece("Head"),)


def test_a_fact_marks_its_words_and_begins_once():
    text = "Apply by 16 March."
    assert pieces(text, fact(text, "16 March", "deadline")) == [
        Piece("Apply by "), Piece("16 March", ("deadline",), ((0, "deadline"),)), Piece(".")
    ]  # fmt: skip


def test_overlapping_facts_share_their_piece():
    text = "nationals of Korea only"
    outer, inner = fact(text, "nationals of Korea", "nationalities"), fact(text, "Korea only", "sponsors")
    assert pieces(text, outer, inner) == [
        Piece("nationals of ", ("nationalities",), ((0, "nationalities"),)),
        Piece("Korea", ("nationalities", "sponsors"), ((1, "sponsors"),)),
        Piece(" only", ("sponsors",)),
    ]


def test_a_fact_over_several_lines_begins_in_the_first():
    text = "- one\n- two"
    assert pieces(text, {"field": "documents", "start": 0, "end": len(text)}) == [
        Piece("one", ("documents",), ((0, "documents"),)), Piece("two", ("documents",))
    ]  # fmt: skip


def test_contact_details_are_not_shown_wherever_facts_cut_them():
    text = "Write to jane@example.org now"
    cut = {"field": "documents", "start": 9, "end": 14}
    assert "".join(piece.text for piece in pieces(text, cut)) == "Write to [e-mail] now"


@pytest.mark.parametrize("span", [(None, None), (5, 5), (3, 99), (9, 4)])
def test_spans_that_point_nowhere_mark_nothing(span):
    assert pieces("Some words", {"field": "age", "start": span[0], "end": span[1]}) == [Piece("Some words")]


def test_the_text_stays_whole():
    text = "## A\tb\n\n- c d e\nf"
    cuts = [{"field": "age", "start": start, "end": start + 3} for start in range(len(text) - 3)]
    assert "".join(piece.text for piece in pieces(text, *cuts)) == "A\tbc d ef"
