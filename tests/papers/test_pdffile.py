"""The frame of a PDF file."""

import io

import pytest
from pypdf import PdfReader

from lab.papers.pdffile import Ref, Writer, decimal, stream, text_string


def small_file(title: str = "Invoice 7") -> bytes:
    writer = Writer()
    catalogue, tree = writer.reserve(), writer.reserve()
    content = writer.add(stream(b"0 0 10 10 re f"))
    page = writer.add(f"<< /Type /Page /Parent {tree} /MediaBox [0 0 100 50] /Contents {content} /Resources << >> >>")
    writer.put(tree, f"<< /Type /Pages /Kids [{page}] /Count 1 >>")
    writer.put(catalogue, f"<< /Type /Catalog /Pages {tree} >>")
    return writer.file(catalogue, writer.add(f"<< /Title {text_string(title)} >>"))


def test_a_strict_reader_reads_it_back() -> None:
    reader = PdfReader(io.BytesIO(small_file("Счёт 7")), strict=True)
    assert len(reader.pages) == 1
    assert reader.pages[0].mediabox[2:] == [100, 50]
    content = reader.pages[0].get_contents()
    assert content is not None
    assert content.get_data() == b"0 0 10 10 re f"
    assert reader.metadata is not None
    assert reader.metadata.title == "Счёт 7"


def test_every_object_lies_where_the_table_says() -> None:
    data = small_file()
    start = int(data.rsplit(b"startxref\n", 1)[1].split()[0])
    assert data[start : start + 4] == b"xref"
    places = [int(line[:10]) for line in data[start:].split(b"\n")[3:] if line.endswith(b"n ")]
    for number, place in enumerate(places, start=1):
        assert data[place:].startswith(b"%d 0 obj" % number)
    assert len(places) == 5


def test_a_number_without_its_object_is_an_error() -> None:
    writer = Writer()
    assert writer.reserve() == Ref(1)
    with pytest.raises(ValueError, match="object 1 was reserved"):
        writer.file(Ref(1), Ref(1))


def test_lengths_are_written_without_useless_digits() -> None:
    written = [decimal(length) for length in (0, 1000, 1500, 595_276, -40, 7)]
    assert written == ["0", "1", "1.5", "595.276", "-0.04", "0.007"]
