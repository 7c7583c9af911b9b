"""The strict opener of tables: packings, encodings, line ends, quotes, and a row of another length never shifted."""

from __future__ import annotations

import contextlib
import gzip
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from polemos.errors import BadInput
from polemos.evidence import delimited, packed
from polemos.evidence.delimited import BAD_QUOTES, OPEN_QUOTE, TOO_FEW, TOO_LONG, TOO_MANY, Broken, open_table

Rows = list[list[str] | Broken]


def rows_of(path: Path, encoding: str | None = None) -> tuple[tuple[str, ...], Rows]:
    with open_table(path, encoding) as table:
        return table.columns, list(table.rows())


def said(path: Path, encoding: str | None = None) -> str:
    with pytest.raises(BadInput) as caught:
        rows_of(path, encoding)
    return str(caught.value).replace(str(path.parent) + "/", "")


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    def write(content: bytes | str, name: str = "x.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


PLAIN = b'a,b\r\n1,NA\r\n\r\nNaN,"x, ""y""\nz"\nNone,\n'
READ = (("a", "b"), [["1", "NA"], ["NaN", 'x, "y"\nz'], ["None", ""]])


def test_plain_packed_and_archived_are_read_alike_and_every_cell_stays_text(
    file: Callable[..., Path], tmp_path: Path
) -> None:
    assert rows_of(file(PLAIN)) == READ
    assert rows_of(file(b"\xef\xbb\xbf" + PLAIN)) == READ
    assert rows_of(file(gzip.compress(PLAIN), "x.csv.gz")) == READ
    two = gzip.compress(PLAIN[:9]) + gzip.compress(PLAIN[9:])
    assert rows_of(file(two, "two.csv.gz")) == READ
    for name in ("x.CSV", "../../escape.csv", "/etc/x.csv", "folder/x.csv"):
        assert rows_of(zipped(tmp_path / "x.zip", {name: PLAIN})) == READ
    assert sorted(path.name for path in tmp_path.iterdir()) == ["two.csv.gz", "x.csv", "x.csv.gz", "x.zip"]


def test_a_row_of_another_length_is_told_and_the_next_stands_where_it_did(file: Callable[..., Path]) -> None:
    with open_table(file("a,b,c\n1,2,3\n1,2\n1,2,3,4\n\n4,5,6\n")) as table:
        found = [(table.line, row) for row in table.rows()]
    assert found == [
        (2, ["1", "2", "3"]),
        (3, Broken(TOO_FEW, "2 for 3 columns")),
        (4, Broken(TOO_MANY, "4 for 3 columns")),
        (6, ["4", "5", "6"]),
    ]


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ('a,b\n"1"x,2\n3,4\n', Broken(BAD_QUOTES, "line 2")),
        ('a,b\n"1\n2"x,2\n3,4\n', Broken(BAD_QUOTES, "lines 2 to 3")),
        (f"a,b\n1,{'x' * 131_073}\n3,4\n", Broken(TOO_LONG, "line 2")),
    ],
)
def test_a_broken_row_does_not_take_the_next_with_it(file: Callable[..., Path], text: str, broken: Broken) -> None:
    assert rows_of(file(text))[1] == [broken, ["3", "4"]]


def test_an_open_quote_is_told_with_the_lines_that_it_swallowed(file: Callable[..., Path]) -> None:
    assert rows_of(file('a,b\n1,2\n"3,4\n5,6\n'))[1] == [["1", "2"], Broken(OPEN_QUOTE, "lines 3 to 4")]


ENDLESS = b"a,b\n" + (b"0," + b"0" * 10_000 + b"\n") * 4_000
BOMB = gzip.compress(ENDLESS)
BAD = [
    ("x.csv", b"", "x.csv: is empty, its first line has to name the columns"),
    ("x.csv", b"\n\n", "x.csv: is empty, its first line has to name the columns"),
    ("x.csv", b"a;b;c\n1;2;3\n", "x.csv: is separated by semicolons, not by commas, save it with commas, and with"
     " points in decimal numbers"),
    ("x.csv", b"a\tb\n1\t2,5\n", "x.csv: is separated by tabs, not by commas, save it with commas, and with points in"
     " decimal numbers"),
    ("x.csv", b"a|b|c\n", "x.csv: is separated by upright bars, not by commas, save it with commas, and with points in"
     " decimal numbers"),
    ("x.csv", b"a,b, a\n", "x.csv:1:1: has the column 'a' 2 times, the first line has to name each column once"),
    ("x.csv", b'a,"b\n1,2\n', "x.csv:1:1: its head has a quote that never closes"),
    ("x.csv", b"a,b\n1,\x00\n", "x.csv: is no text: there is a NUL at byte 6, text in UTF-16 has such bytes; name the"
     " encoding, or save it in UTF-8"),
    ("x.csv", b"a,b\n1,caf\xe9\n", "x.csv: is no text in UTF-8: byte 9 is 0xe9, name its encoding if you know it, or"
     " save it in UTF-8"),
    ("x.csv", b"\xef\xbb\xbfa,b\n1,caf\xe9\n", "x.csv: is no text in UTF-8: byte 12 is 0xe9, name its encoding if you"
     " know it, or save it in UTF-8"),
    ("x.csv", "a,b\n1,é".encode()[:-1], "x.csv: is no text in UTF-8: byte 6 is 0xc3, name its encoding if you know it,"
     " or save it in UTF-8"),
    ("x.csv", b"a,b\r1,2\r", "x.csv: has a carriage return without a line feed, the first at byte 3, save it with line"
     " ends LF or CR LF"),
    ("x.csv", b"a,b\n1,2\r3,4\n", "x.csv: has a carriage return without a line feed, the first at byte 7, save it with"
     " line ends LF or CR LF"),
    ("x.csv", b"a,b\n" + b"1" * 5_000_000,
     "x.csv: has a line of more than 4,194,304 bytes, this is no table of events"),
    ("x.csv", b"a,b\r" + b"1,2\r" * 2_000_000, "x.csv: has a carriage return without a line feed, the first at byte 3,"
     " save it with line ends LF or CR LF"),
    ("x.csv", gzip.compress(PLAIN), "x.csv: is packed as .gz, which its name does not say, end its name so"),
    ("x.csv", b"BZh91AY", "x.csv: is packed as .bz2, which its name does not say, unpack it first"),
    ("x.csv.gz", b"\x00\x01", "x.csv.gz: cannot be read as CSV in UTF-8, its name ends in .gz, its content is something"
     " else"),
    ("x.csv.gz", b"", "x.csv.gz: is empty, its first line has to name the columns"),
    ("x.csv.gz", gzip.compress(PLAIN)[:-6], "x.csv.gz: cannot be read as CSV in UTF-8, it ends too early (after 0 bytes"
     " of content), fetch it again"),
    ("x.csv.gz", gzip.compress(PLAIN)[:-8] + bytes(8), "x.csv.gz: cannot be read as CSV in UTF-8, its packing is"
     " damaged (after 0 bytes of content), fetch it again"),
    ("x.csv.gz", gzip.compress(gzip.compress(PLAIN)), "x.csv.gz: holds content that is packed again as .gz, unpack it"
     " until a CSV is there"),
    ("x.zip", b"PK\x03\x04 and no more",
     "x.zip: cannot be read as CSV in UTF-8, the archive is damaged, fetch it again"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "message"), BAD, ids=[f"{row[0]}: {row[2][7:40]}" for row in BAD])
def test_what_is_no_table_is_said_in_one_line(
    file: Callable[..., Path], name: str, content: bytes, message: str
) -> None:
    assert said(file(content, name)) == message


def test_a_truncated_end_is_told_after_what_could_be_read(file: Callable[..., Path]) -> None:
    """More than a block: the rows before the damage come, and then the damage, not an end."""
    packed_text = gzip.compress(b"a,b\n" + b"".join(b"%d,%d\n" % (n, n * n) for n in range(100_000)))
    with open_table(file(packed_text[:-100], "x.csv.gz")) as table, pytest.raises(BadInput, match="it ends too early"):
        for _ in table.rows():
            pass


def test_bombs_are_refused_before_they_unfold(file: Callable[..., Path], tmp_path: Path) -> None:
    assert said(file(BOMB, "x.csv.gz")).startswith(f"x.csv.gz: swells to more than {packed.SWELL * len(BOMB):,} bytes")
    zeros = zipped(tmp_path / "x.zip", {"x.csv": ENDLESS})
    assert said(zeros).startswith(f"x.zip: swells to more than {packed.SWELL * zeros.stat().st_size:,} bytes")


def test_content_is_cut_off_at_the_limit_whatever_its_packing(
    file: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The limit of 2 GiB, made small: an honest file of 1.5 MB in a packing that is not suspicious."""
    monkeypatch.setattr(packed, "MOST", 1_000_000)
    text = b"a,b\n" + b"".join(b"%d,%d\n" % (n * 7919 % 100_003, n * n) for n in range(100_000))
    assert len(text) > 1_500_000
    assert said(file(gzip.compress(text), "x.csv.gz")).startswith("x.csv.gz: swells to more than 1,000,000 bytes")
    assert len(rows_of(file(text))[1]) == 100_000


def test_archives_that_hold_no_one_csv(tmp_path: Path) -> None:
    def archive(members: dict[str, bytes]) -> str:
        return said(zipped(tmp_path / "x.zip", members))

    assert archive({"a.csv": PLAIN, "b.csv": PLAIN}) == (
        "x.zip: holds 2 files, not one CSV, unpack it and name the file to be read"
    )
    assert archive({}) == "x.zip: holds no file, unpack it and name the file to be read"
    inner = "an archive within an archive is not opened, unpack it and name the CSV"
    assert archive({"b.zip": b"PK\x03\x04"}) == f"x.zip: holds 'b.zip', no CSV, {inner}"
    assert archive({"b.csv.gz": gzip.compress(PLAIN)}) == f"x.zip: holds 'b.csv.gz', no CSV, {inner}"
    assert archive({"b.csv": gzip.compress(PLAIN)}) == (
        "x.zip: holds content that is packed again as .gz, unpack it until a CSV is there"
    )
    assert "\x1b" not in archive({"\x1b[2Jb.txt": PLAIN})


def test_a_locked_or_damaged_member_is_said(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"a.csv": PLAIN * 50})
    whole = path.read_bytes()
    locked = bytearray(whole)
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = whole.index(magic) + offset
        locked[at : at + 2] = struct.pack("<H", struct.unpack("<H", whole[at : at + 2])[0] | 1)
    path.write_bytes(locked)
    assert said(path) == "x.zip: is locked with a password, unpack it and name the CSV"
    damaged = bytearray(whole)
    damaged[60] ^= 0xFF
    path.write_bytes(damaged)
    assert said(path).startswith("x.zip: cannot be read as CSV in UTF-8, its packing is damaged")


def test_what_is_no_file_is_said(tmp_path: Path) -> None:
    assert said(tmp_path / "nowhere.csv") == "nowhere.csv: there is no such file"
    (tmp_path / "here.csv").mkdir()
    assert said(tmp_path / "here.csv") == "here.csv: is a folder, name a CSV file"
    with pytest.raises(BadInput, match="is no ordinary file"), open_table("/dev/zero"):
        pass
    with pytest.raises(BadInput, match="cannot be opened"), open_table("a\0b.csv"):
        pass


CODECS = (
    "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1256", "latin-1", "cp1252", "iso8859-6",
    "gb18030", "cp037",
)  # fmt: skip
TEXTS = ("plain", "café à l’œuvre", "حلب", "Ḥalab", "Ärger, «Ford»", "Москва", "大馬士革", "½ ° ©")


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("text", TEXTS)
def test_an_encoding_is_never_guessed(file: Callable[..., Path], codec: str, text: str) -> None:
    """Read as it was meant, or refused with a byte: never as other letters.  With the encoding named it is read."""
    table = f'id,name\n1,"{text}"\n'
    try:
        content = table.encode(codec)
    except UnicodeEncodeError:
        return
    path = file(content)
    meant = (("id", "name"), [["1", text]])
    try:
        is_utf8 = content.decode("utf-8-sig") == table
    except UnicodeDecodeError:
        is_utf8 = False
    if is_utf8:
        assert rows_of(path) == meant
    else:
        assert "byte" in said(path)
    assert rows_of(path, codec) == meant


def test_the_pairs_of_encoding_and_text_are_about_something() -> None:
    """72 of 96 can be written, and 51 of those are no UTF-8 that says the same."""
    written = no_utf8 = 0
    for codec, text in ((codec, text) for codec in CODECS for text in TEXTS):
        with contextlib.suppress(UnicodeEncodeError):
            content = text.encode(codec)
            written += 1
            no_utf8 += content.decode("utf-8-sig", "replace") != text
    assert (written, no_utf8) == (72, 51)


@pytest.mark.parametrize("name", ["no-such", "rot13", "base64", "unicode_escape", "idna", "zip", "utf\0", "", "utf_7"])
def test_a_name_that_is_no_encoding_of_texts_is_refused(file: Callable[..., Path], name: str) -> None:
    if name == "":
        assert delimited.codec_named(name) == "utf-8-sig"
        return
    assert said(file(PLAIN), name) == (
        f"encoding: there is no encoding {name!r}, such as utf-8, utf-16, cp1256, cp1252 or latin-1"
    )


def test_a_nul_in_wide_text_and_a_wrong_name_are_refused(file: Callable[..., Path]) -> None:
    assert "there is a NUL among the bytes from 0" in said(file("a,b\n1,\0\n".encode("utf-16")), "utf-16")
    assert "is no text in utf-16: byte" in said(file("a,b\n1,2\n".encode("utf-16") + b"x"), "utf-16")
    assert "is no text in ascii: byte 6 is 0xc3" in said(file("a,b\n1,é\n"), "ascii")
    assert "has a carriage return without a line feed, save" in said(file("a,b\r1,2".encode("utf-16")), "utf-16")


@pytest.mark.parametrize("size", [1, 2, 3, 7, 64])
def test_the_size_of_blocks_changes_nothing(
    file: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    """Marks, letters of several bytes and line ends that lie across blocks are seen all the same."""
    text = "\ufeffa,b\r\nحلب,大\r\n1,2\r\n"
    faults = [text.encode() + b"\xe9", text.encode() + b"\r3,4\n", text.encode() + b"\0"]
    whole = [rows_of(file(text)), *(said(file(content)) for content in faults)]
    monkeypatch.setattr(delimited, "BLOCK", size)
    assert [rows_of(file(text)), *(said(file(content)) for content in faults)] == whole
    assert len(text.encode()) == 25
    assert [str(each).split("byte ")[1][:2] for each in whole[1:]] == ["25", "25", "25"]
