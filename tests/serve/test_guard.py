"""Which hosts and targets are answered, and which parts of a file are sent."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.serve.guard import Refusal, check_host, host_names, parse_target
from generator.serve.site import find, is_inside, media_type, wanted_range


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:8000", "127.0.0.1:81", "[::1]:8000", "digest.localhost:8000"]
)
def test_this_machine_is_answered_by_any_of_its_names(host: str) -> None:
    check_host([host], host_names("127.0.0.1"))


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (["evil.example"], 403),
        (["localhost.evil.example"], 403),
        (["127.0.0.1.evil.example:8000"], 403),
        (["192.168.1.7"], 403),
        (["evillocalhost"], 403),
        (["localhost:8000@evil.example"], 400),
        (["localhost evil.example"], 400),
        (["localhost:port"], 400),
        ([""], 400),
        ([], 400),
        (["localhost", "evil.example"], 400),
    ],
)
def test_any_other_host_is_refused(sent: list[str], status: int) -> None:
    with pytest.raises(Refusal) as refused:
        check_host(sent, host_names("127.0.0.1"))

    assert refused.value.status == status


def test_a_preview_for_the_network_is_answered_by_address_but_by_no_strange_name() -> None:
    names = host_names("0.0.0.0")
    check_host(["192.168.1.7:8000"], names)

    with pytest.raises(Refusal):
        check_host(["evil.example"], names)


def test_the_host_that_was_asked_for_is_answered() -> None:
    check_host(["192.168.1.7:8000"], host_names("192.168.1.7"))


def test_a_target_is_decoded_once() -> None:
    assert parse_target("/papers/a%252e%20b/?q=%2e").path == "/papers/a%2e b/"
    assert parse_target("/%C3%A9lan/").path == "/élan/"


@pytest.mark.parametrize(
    ("header", "part"),
    [
        (None, None),
        ("bytes=0-3", (0, 4)),
        ("bytes=4-", (4, 6)),
        ("bytes=-3", (7, 3)),
        ("bytes=-30", (0, 10)),
        ("bytes=8-99", (8, 2)),
        ("bytes=0-1,3-4", None),
        ("bytes=5-3", None),
        ("bytes=-", None),
        ("lines=1-2", None),
        ("bytes=１-2", None),
    ],
)
def test_a_range_is_the_part_it_names_or_all(
    header: str | None, part: tuple[int, int] | None
) -> None:
    assert wanted_range(header, 10) == part


@pytest.mark.parametrize("header", ["bytes=10-", "bytes=99-100", "bytes=-0"])
def test_a_range_beyond_the_file_is_told(header: str) -> None:
    with pytest.raises(ValueError):
        wanted_range(header, 10)


@pytest.mark.parametrize(
    ("path", "type"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("assets/style.12.css", "text/css; charset=utf-8"),
        ("search.JS", "text/javascript; charset=utf-8"),
        ("feeds/all.atom", "application/atom+xml; charset=utf-8"),
        ("CNAME", "application/octet-stream"),
        (".nojekyll", "application/octet-stream"),
        ("html", "application/octet-stream"),
    ],
)
def test_a_file_has_the_type_of_its_ending(path: str, type: str) -> None:
    assert media_type(path) == type


def test_a_folder_without_its_slash_has_moved_and_a_file_with_one_is_not_there(
    tmp_path: Path,
) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "index.html").write_text("all")
    (tmp_path / "sitemap.xml").write_text("<x/>")

    assert find(tmp_path, "/papers").moved
    assert find(tmp_path, "/papers/").path == "papers/index.html"
    assert not find(tmp_path, "/sitemap.xml/").there
    assert not find(tmp_path, "/").there


def test_a_link_inside_the_folder_is_no_file_of_it_either(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("words")
    (tmp_path / "b.txt").symlink_to(tmp_path / "a.txt")

    assert is_inside(tmp_path, "a.txt")
    assert not is_inside(tmp_path, "b.txt")
