import os
import resource
import signal
import stat
from pathlib import Path

import pytest

from jpo_scraper.exceptions import ExportError
from jpo_scraper.export.target import complete_file


def test_a_file_appears_when_it_is_complete(tmp_path):
    target = tmp_path / "a.csv"
    with complete_file(target) as file:
        file.write(b"all")
        assert not target.exists()
    assert target.read_bytes() == b"all"
    assert os.listdir(tmp_path) == ["a.csv"]


def test_a_file_that_is_there_is_kept_when_the_new_one_fails(tmp_path):
    target = tmp_path / "a.csv"
    target.write_text("old")

    def fail():
        with complete_file(target) as file:
            file.write(b"half")
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert target.read_text() == "old"
    assert os.listdir(tmp_path) == ["a.csv"]


def test_a_replaced_file_keeps_its_permissions_and_a_link_stays_a_link(tmp_path):
    target, link = tmp_path / "a.csv", tmp_path / "link.csv"
    target.write_text("old")
    target.chmod(0o640)
    link.symlink_to(target)
    with complete_file(link) as file:
        file.write(b"new")
    assert link.is_symlink()
    assert target.read_text() == "new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_a_new_file_has_the_permissions_that_new_files_have(tmp_path):
    (tmp_path / "usual").touch()
    with complete_file(tmp_path / "a.csv") as file:
        file.write(b"")
    assert (tmp_path / "a.csv").stat().st_mode == (tmp_path / "usual").stat().st_mode


@pytest.mark.parametrize(("name", "words"), [("", "folder"), ("none/a.csv", "No such file"), ("file/a", "Not a dir")])
def test_a_place_that_cannot_be_written_is_named_with_the_reason(tmp_path, name, words):
    (tmp_path / "file").touch()
    target = tmp_path / name
    with pytest.raises(ExportError, match=words) as caught, complete_file(target) as file:
        file.write(b"x")
    assert str(target) in str(caught.value)
    assert os.listdir(tmp_path) == ["file"]


def test_a_full_disk_leaves_what_was_there(tmp_path):
    target = tmp_path / "a.csv"
    target.write_text("old")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(ExportError, match=r"a\.csv cannot be written: "), complete_file(target) as file:
            file.write(b"x" * 100_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert target.read_text() == "old"
    assert os.listdir(tmp_path) == ["a.csv"]


def test_a_device_is_written_directly():
    with complete_file(Path("/dev/null")) as file:
        file.write(b"x")
