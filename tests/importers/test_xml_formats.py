"""arXiv's Atom, RSS and OAI-PMH, and the ACL Anthology: quirks, errors and hostile files."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.importers import Imported, parse
from generator.problems import DigestError

FEED = (
    "<?xml version='1.0' encoding='UTF-8'?>\n"
    '<feed xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">\n'
    "<title>arXiv Query</title>{}</feed>"
)
ENTRY = """
<entry>
  <id>http://arxiv.org/abs/{id}</id>
  <title>Otters &amp; other
    swimmers</title>
  <updated>2024-07-20T17:59:46Z</updated>
  <published>2024-07-08T17:59:46Z</published>
  <link href="https://arxiv.org/abs/{id}" rel="alternate" type="text/html"/>
  <link href="https://arxiv.org/pdf/{id}" rel="related" title="pdf"/>
  <summary>  They $x &lt; y$
swim.</summary>
  <category term="cs.CL"/><category term="I.2.7"/><category term="math.CO"/>
  <arxiv:comment>{comment}</arxiv:comment>
  <arxiv:journal_ref>Pond Letters 5 (2024)</arxiv:journal_ref>
  <arxiv:doi>10.1234/Otter</arxiv:doi>
  <author><name>Ada Otter</name><arxiv:affiliation>Pond</arxiv:affiliation></author>
  <author><name>Bea Beaver</name></author>
</entry>"""
RSS = """<?xml version='1.0' encoding='UTF-8'?>
<rss xmlns:arxiv="http://arxiv.org/schemas/atom"
 xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0">
<channel><title>cs.CL updates on arXiv.org</title>
<pubDate>Mon, 10 Nov 2025 00:00:00 -0500</pubDate>
<skipDays><day>Sunday</day></skipDays>
{}
</channel></rss>"""
ITEM = """<item>
<title>Otters</title>
<link>https://arxiv.org/abs/2511.0000{n}</link>
<description>arXiv:2511.0000{n}v1 Announce Type: {kind}
Abstract: They swim, and p &amp;lt; q.</description>
<guid isPermaLink="false">oai:arXiv.org:2511.0000{n}v1</guid>
<category>cs.CL</category><category>cs.AI</category>
<arxiv:announce_type>{kind}</arxiv:announce_type>
<dc:creator>Ada Otter, Bea   Beaver</dc:creator>
</item>"""
OAI = """<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords>{}</ListRecords></OAI-PMH>"""
RECORD = """<record><header><identifier>oai:arXiv.org:1606.07066</identifier></header><metadata>
<arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>1606.07066</id><created>2016-06-22</created>
<authors><author><keyname>Collaboration</keyname><forenames>Pond</forenames></author>
<author><keyname>:</keyname></author>
<author><keyname>Otter</keyname><forenames>A.</forenames><suffix>Jr</suffix></author></authors>
<title>Otters</title><categories>astro-ph.GA gr-qc</categories><doi>10.1234/a, 10.1234/b</doi>
<abstract>They swim.</abstract></arXiv></metadata></record>"""
RAW = """<record><metadata><arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>1810.09584</id>
<version version="v1"><date>Mon, 22 Oct 2018 22:41:50 GMT</date></version>
<version version="v2"><date>Sun, 13 Jan 2019 11:17:09 GMT</date></version>
<title>Beavers</title><authors>Ada Otter (Pond (UK)), Bea Beaver and Cy Crane</authors>
<categories>cs.CL</categories><abstract>They build.</abstract></arXivRaw></metadata></record>"""
DELETED = '<record><header status="deleted"><identifier>x</identifier></header></record>'
ACL = """<?xml version='1.0' encoding='UTF-8'?>
<collection id="2025.pond"><volume id="1"><meta>
<booktitle>Proceedings of <fixed-case>P</fixed-case>onds</booktitle>
<month>August 10-13</month><year>2025</year><url>2025.pond-1</url></meta>
<frontmatter><url>2025.pond-1.0</url></frontmatter>
<paper id="1">
<title>On <i>O(<tex-math>n^2</tex-math>)</i> <fixed-case>LLM</fixed-case>s 水獭</title>
<author><first>Ada</first><last>Otter</last></author><author><first/><last>Plato</last></author>
<url hash="1">2025.pond-1.1</url><abstract/><doi>10.18653/v1/2025.pond-1.1</doi></paper>
<paper id="2"><title>Bad</title><retracted date="2025-01-01">Wrong.</retracted></paper>
</volume></collection>"""


def atom(*ids: str, comment: str = "9 pages") -> bytes:
    return FEED.format("".join(ENTRY.format(id=id, comment=comment) for id in ids)).encode()


def told(imported: Imported) -> list[str]:
    return [str(problem).split("\n")[0] for problem in imported.problems]


def test_an_entry_of_arxiv_is_a_paper_whatever_its_version() -> None:
    imported = parse(atom("2407.05530v2"), "answer")

    assert imported.found[0].line == 4
    assert imported.found[0].sighting == {
        "arxiv_id": "2407.05530",
        "title": "Otters & other swimmers",
        "abstract": "They $x < y$\nswim.",
        "authors": ["Ada Otter", "Bea Beaver"],
        "published": "2024-07-08",
        "venue": "Pond Letters 5 (2024)",
        "doi": "10.1234/otter",
        "url": "https://arxiv.org/abs/2407.05530",
        "pdf": "https://arxiv.org/pdf/2407.05530",
        "topics": ["cs.CL", "math.CO"],
        "source": "arxiv",
    }


def test_an_old_id_keeps_its_archive() -> None:
    assert parse(atom("hep-th/9901001v1"), "a").found[0].sighting["arxiv_id"] == "hep-th/9901001"


def test_a_withdrawn_paper_is_told_with_its_reason() -> None:
    imported = parse(atom("2407.05530v2", comment="Withdrawn by\n the author"), "answer")

    assert len(imported.found) == 1
    assert told(imported) == [
        "answer:4:1: warning: it may be withdrawn; the comment says: Withdrawn by the author"
    ]


def test_an_error_of_arxiv_is_no_paper() -> None:
    error = "<entry><id>https://arxiv.org/api/errors#x</id><summary>bad id</summary></entry>"
    imported = parse(FEED.format(error).encode(), "answer")

    assert imported.found == []
    assert told(imported) == ["answer:3:27: warning: left out: arXiv answers: bad id"]


def test_an_empty_feed_is_no_mistake() -> None:
    imported = parse(FEED.format("").encode(), "answer")

    assert (imported.found, imported.broken) == ([], [])


def test_rss_lists_what_is_new_on_its_day() -> None:
    kinds = ("new", "replace", "cross", "replace-cross")
    items = "".join(ITEM.format(n=n, kind=kind) for n, kind in enumerate(kinds, 1))
    imported = parse(RSS.format(items).encode(), "answer")

    assert [f.sighting["arxiv_id"] for f in imported.found] == ["2511.00001", "2511.00003"]
    assert imported.found[0].sighting == {
        "arxiv_id": "2511.00001",
        "title": "Otters",
        "abstract": "They swim, and p < q.",
        "authors": ["Ada Otter", "Bea Beaver"],
        "listed": "2025-11-10",
        "url": "https://arxiv.org/abs/2511.00001",
        "topics": ["cs.CL", "cs.AI"],
        "source": "arxiv-rss",
    }
    assert "2 replaced papers are not taken" in told(imported)[0]


def test_a_day_without_items_is_read() -> None:
    assert parse(RSS.format("").encode(), "answer").found == []


def test_oai_records_of_both_formats_are_read_and_deleted_ones_told() -> None:
    imported = parse(OAI.format(RECORD + DELETED + RAW).encode(), "answer")
    one, other = (found.sighting for found in imported.found)

    assert one["authors"] == ["Pond Collaboration", "A. Otter Jr"]
    assert (one["published"], one["doi"]) == ("2016-06-22", "10.1234/a")
    assert other["authors"] == ["Ada Otter", "Bea Beaver", "Cy Crane"]
    assert other["published"] == "2018-10-22"
    assert told(imported)[0].endswith("left out: it was deleted")


def test_a_paper_of_the_anthology_has_what_its_volume_says() -> None:
    imported = parse(ACL.encode(), "2025.pond.xml")

    assert imported.found[0].sighting == {
        "source_id": "2025.pond-1.1",
        "title": "On O($n^2$) LLMs 水獭",
        "authors": ["Ada Otter", "Plato"],
        "published": "2025-08",
        "venue": "Proceedings of Ponds",
        "doi": "10.18653/v1/2025.pond-1.1",
        "url": "https://aclanthology.org/2025.pond-1.1/",
        "pdf": "https://aclanthology.org/2025.pond-1.1.pdf",
        "source": "acl",
    }
    assert "it is retracted" in told(imported)[0]


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE feed [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;">]><feed xmlns="http://arxiv.org"><entry>&c;</entry></feed>'
)
FILE = (
    '<?xml version="1.0"?><!DOCTYPE feed [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    '<feed xmlns="http://arxiv.org"><entry><id>&a;</id></entry></feed>'
)


@pytest.mark.parametrize("raw", [BOMB, FILE])
def test_a_file_that_expands_or_reads_others_is_refused(raw: str) -> None:
    with pytest.raises(DigestError, match="a document type"):
        parse(raw.encode(), "answer", "arxiv-atom")


def test_a_page_of_a_server_is_told_as_one() -> None:
    with pytest.raises(DigestError, match="an HTML page"):
        parse(b"<!DOCTYPE html><html><p>503</html>", "answer", "arxiv-rss")


def test_elements_nested_without_end_are_refused() -> None:
    with pytest.raises(DigestError, match="nested deeper"):
        parse(FEED.format("<entry>" * 5000).encode(), "answer")


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
def test_what_came_before_a_cut_is_kept_and_the_cut_told(packed: bool) -> None:
    whole = atom(*[f"2407.{n:05d}v1" for n in range(200)])
    raw = whole[: len(whole) // 2]
    imported = parse(gzip.compress(raw) if packed else raw, "answer")

    assert 80 < len(imported.found) < 101
    assert imported.broken[0].what == "the file ends here, in the middle"


@given(st.data())
def test_a_feed_with_anything_in_the_middle_is_read_or_refused(data: st.DataObject) -> None:
    whole = atom("2407.05530v1", "2407.05531v1")
    place = data.draw(st.integers(0, len(whole)))
    raw = whole[:place] + data.draw(st.binary(max_size=20)) + whole[place:]
    try:
        imported = parse(raw, "answer", "arxiv-atom")
    except DigestError:
        return

    assert len(imported.found) + imported.counts.left_out == imported.counts.entries
