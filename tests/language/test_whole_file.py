"""A file is replaced when the new one is complete, or not at all."""

from pathlib import Path

import pytest

from language.whole_file import whole_file


def test_a_complete_file_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    file = tmp_path / "folder" / "kept.npz"
    for content in (b"old", b"new"):
        with whole_file(file) as output:
            output.write(content)
        assert file.read_bytes() == content
    assert list(file.parent.iterdir()) == [file]


def test_the_old_file_stays_whole_while_the_new_one_is_written_and_when_that_fails(tmp_path: Path) -> None:
    file = tmp_path / "kept.npz"
    file.write_bytes(b"old")
    with pytest.raises(OSError, match="full"), whole_file(file) as output:
        output.write(b"half")
        assert file.read_bytes() == b"old"
        raise OSError("the disk is full")
    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file]
