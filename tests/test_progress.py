import io

from jpo_scraper.cli import progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


def run(monkeypatch, terminal, clock):
    monkeypatch.setattr("sys.stderr", terminal)
    times = iter(clock)
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(times))
    assert list(progress.counted("abc", "rows", 3)) == ["a", "b", "c"]
    return terminal.getvalue()


def test_progress_is_told_after_a_second_and_wiped_at_the_end(monkeypatch):
    told = run(monkeypatch, Terminal(), [0.0, 0.5, 1.5, 1.5, 1.6])
    assert told == "\r1 of 3 rows\r\033[K"


def test_what_is_quick_says_nothing(monkeypatch):
    assert run(monkeypatch, Terminal(), [0.0, 0.1, 0.2, 0.3]) == ""


def test_a_pipe_gets_no_progress(monkeypatch):
    assert run(monkeypatch, io.StringIO(), []) == ""
