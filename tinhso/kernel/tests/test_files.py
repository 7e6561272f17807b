"""Files: stored once, refused for what they are, handed out whole or not at all."""

from __future__ import annotations

import io
import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings

from tinhso.kernel.actor import Actor
from tinhso.kernel.errors import Invalid
from tinhso.kernel.files import (
    FileRules,
    StoredFileCard,
    collect_garbage,
    content,
    file_card,
    file_cards,
    open_file,
    register_references,
    store_file,
)
from tinhso.kernel.files import garbage as garbage_module
from tinhso.kernel.files.errors import (
    FileDamaged,
    FileNotScanned,
    FileQuarantined,
    StoredFileNotFound,
)
from tinhso.kernel.files.scanning import settle
from tinhso.kernel.models import AuditEntry, LongTask, StoredFile
from tinhso.kernel.tests import samples

pytestmark = pytest.mark.django_db
PAPERS = FileRules()
LARGE = FileRules(max_bytes=10 * 1024 * 1024)


def keep(data: bytes, by: Actor, at: datetime, name: str = "Giấy khai sinh.pdf") -> StoredFileCard:
    return store_file(io.BytesIO(data), name=name, allowed=PAPERS, by=by, at=at)


def contents(home: Path) -> list[Path]:
    return [path for path in (home / "files" / "content").rglob("*") if path.is_file()]


def test_a_file_comes_back_as_it_was_sent(home: Path, clerk: Actor, now: datetime) -> None:
    card = store_file(
        SimpleUploadedFile("Giâ\u0301y.pdf", samples.PDF),
        name="Giâ\u0301y.pdf",
        allowed=PAPERS,
        by=clerk,
        at=now,
    )

    with open_file(card.uuid) as opened:
        assert opened.read() == samples.PDF
    assert opened.card == file_card(card.id)
    assert (card.name, card.media_type, card.size) == ("Giấy.pdf", content.PDF, len(samples.PDF))
    assert (card.uploaded_by_id, card.uploaded_at) == (clerk.account_id, now)
    assert card.type_title == "PDF"


def test_the_same_bytes_are_kept_once(home: Path, clerk: Actor, now: datetime) -> None:
    first = keep(samples.PDF, clerk, now)
    second = keep(samples.PDF, clerk, now, "Bản sao.pdf")

    assert first.id != second.id
    assert first.sha256 == second.sha256
    assert len(contents(home)) == 1


def test_nothing_is_left_in_the_folder_of_arriving_files(
    home: Path, clerk: Actor, now: datetime
) -> None:
    keep(samples.PDF, clerk, now)
    with pytest.raises(Invalid):
        keep(samples.WINDOWS_PROGRAM, clerk, now)

    assert list((home / "files" / "incoming").iterdir()) == []


def test_contents_can_be_read_by_nobody_else(home: Path, clerk: Actor, now: datetime) -> None:
    keep(samples.PDF, clerk, now)

    (path,) = contents(home)
    assert path.stat().st_mode & 0o777 == 0o400
    assert all(folder.stat().st_mode & 0o077 == 0 for folder in path.parents[:3])


@pytest.mark.parametrize(
    ("data", "name", "code", "sentence"),
    [
        (b"", "trống.pdf", "file_empty", "trống.pdf không có nội dung. Chọn lại tệp."),
        (
            samples.WINDOWS_PROGRAM,
            "Giấy khai sinh.pdf",
            "file_disguised",
            "Giấy khai sinh.pdf thật ra là chương trình Windows, không nhận loại tệp này.",
        ),
        (b"<html><script>x</script></html>", "ảnh.jpg", "file_disguised", "trang web"),
        (samples.TEXT, "đơn.pdf", "file_type_refused", "đơn.pdf là văn bản thuần, chỉ nhận "),
        (samples.PDF[:40], "hỏng.pdf", "file_broken", "hỏng.pdf bị hỏng, không mở được."),
        (samples.PDF + samples.ZIP, "hai mặt.pdf", "file_two_faced", "giấu bên trong"),
        (samples.DOCX_WITH_MACROS, "đơn.docx", "file_has_macros", "đơn.docx có macro."),
    ],
)
def test_what_is_refused_says_why(
    home: Path, clerk: Actor, now: datetime, data: bytes, name: str, code: str, sentence: str
) -> None:
    with pytest.raises(Invalid) as refused:
        keep(data, clerk, now, name)

    assert refused.value.code == code
    assert sentence in refused.value.sentence
    assert not StoredFile.objects.exists()
    assert contents(home) == []


def test_a_bomb_is_refused(home: Path, clerk: Actor, now: datetime) -> None:
    with pytest.raises(Invalid) as refused:
        keep(samples.bomb(), clerk, now, "đơn.docx")

    assert refused.value.code == "archive_unsafe"


def test_an_archive_with_a_password_is_refused(home: Path, clerk: Actor, now: datetime) -> None:
    locked = bytearray(samples.archive({"a.txt": b"x"}, stored=True))
    locked[6] |= 1  # the flag in the entry's own header
    locked[locked.rindex(b"PK\x01\x02") + 8] |= 1  # and in the directory

    with pytest.raises(Invalid) as refused:
        store_file(
            io.BytesIO(bytes(locked)),
            name="kín.zip",
            allowed=FileRules(media_types=frozenset({content.ZIP})),
            by=clerk,
            at=now,
        )

    assert refused.value.code == "archive_locked"


def test_a_known_size_over_the_limit_is_refused_before_reading(
    home: Path, clerk: Actor, now: datetime
) -> None:
    class Photo:
        size = 14_889_779

        def read(self, size: int = -1) -> bytes:
            raise AssertionError("read although too large")

    with pytest.raises(Invalid) as refused:
        store_file(Photo(), name="CCCD mặt sau.heic", allowed=LARGE, by=clerk, at=now)

    sentence = refused.value.sentence.replace("\u00a0", " ")
    assert sentence == "CCCD mặt sau.heic nặng 14,2 MB, tối đa 10 MB."


def test_reading_stops_at_the_limit(home: Path, clerk: Actor, now: datetime) -> None:
    class Endless:
        given = 0

        def read(self, size: int = -1) -> bytes:
            self.given += size
            return bytes(size)

    endless = Endless()
    with pytest.raises(Invalid) as refused:
        store_file(endless, name="x.pdf", allowed=LARGE, by=clerk, at=now)

    assert refused.value.code == "file_too_large"
    assert endless.given <= LARGE.max_bytes + 512 * 1024


def test_damaged_bytes_are_never_handed_out(home: Path, clerk: Actor, now: datetime) -> None:
    card = keep(samples.PDF, clerk, now)
    (path,) = contents(home)
    path.chmod(0o600)
    path.write_bytes(samples.PDF.replace(b"Catalog", b"Kitalog"))

    with pytest.raises(FileDamaged) as refused:
        open_file(card.id)
    assert card.sha256[:12] in refused.value.sentence

    keep(samples.PDF, clerk, now)  # the same bytes again heal it
    with open_file(card.id) as opened:
        assert opened.read() == samples.PDF


def test_missing_bytes_are_damage_too(home: Path, clerk: Actor, now: datetime) -> None:
    card = keep(samples.PDF, clerk, now)
    contents(home)[0].unlink()

    with pytest.raises(FileDamaged):
        open_file(card.id)


def test_a_file_that_does_not_exist_is_not_found(home: Path) -> None:
    with pytest.raises(StoredFileNotFound):
        open_file(10**9)


def test_cards_come_in_bulk(
    home: Path,
    clerk: Actor,
    now: datetime,
    django_assert_num_queries: object,
) -> None:
    first, second = keep(samples.PDF, clerk, now), keep(samples.JPEG, clerk, now)

    with django_assert_num_queries(1):  # type: ignore[operator]
        cards = file_cards([first.id, second.id, None, 10**9])

    assert cards == {first.id: first, second.id: second}
    assert file_cards([]) == {}


def test_unscanned_files_go_out_only_by_policy(
    home: Path, clerk: Actor, now: datetime, settings: Settings
) -> None:
    card = keep(samples.PDF, clerk, now)
    assert card.state == "unscanned"
    assert card.is_released

    settings.RELEASE_UNSCANNED_FILES = False
    with pytest.raises(FileNotScanned):
        open_file(card.id)


def test_malware_found_later_closes_every_upload_of_the_content(
    home: Path, clerk: Actor, now: datetime
) -> None:
    first, second = keep(samples.PDF, clerk, now), keep(samples.PDF, clerk, now)

    settle(first.sha256, "Win.Test.EICAR", at=now)

    for card in (first, second):
        with pytest.raises(FileQuarantined):
            open_file(card.id)
    lines = AuditEntry.objects.filter(action="kernel.quarantine_file")
    assert [line.subject for line in lines.order_by("sequence")] == [
        f"file:{first.id}",
        f"file:{second.id}",
    ]


# -- garbage ---------------------------------------------------------------------------------------


def test_what_nothing_refers_to_goes_after_a_day(home: Path, clerk: Actor, now: datetime) -> None:
    unused = keep(samples.PDF, clerk, now)
    long_ago = (now - timedelta(days=400)).timestamp()
    os.utime(contents(home)[0], (long_ago, long_ago))

    assert collect_garbage(now=now + timedelta(hours=23)).files == 0
    collected = collect_garbage(now=now + timedelta(hours=25))

    assert (collected.files, collected.contents) == (1, 1)
    assert not StoredFile.objects.filter(id=unused.id).exists()
    assert contents(home) == []


def test_what_a_foreign_key_refers_to_stays(home: Path, clerk: Actor, now: datetime) -> None:
    used = keep(samples.PDF, clerk, now)
    LongTask.objects.create(
        kind="x", title="x", started_by_name="x", requested_at=now, result_file_id=used.id
    )

    assert collect_garbage(now=now + timedelta(days=30)).files == 0
    with open_file(used.id) as opened:
        assert opened.read() == samples.PDF


def test_what_a_module_says_it_uses_stays(
    home: Path, clerk: Actor, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(garbage_module, "_references", {})
    used, unused = keep(samples.PDF, clerk, now), keep(samples.JPEG, clerk, now)
    register_references("drafts", lambda ids: {used.id} & set(ids))

    assert collect_garbage(now=now + timedelta(days=30)).files == 1
    assert StoredFile.objects.filter(id=used.id).exists()
    assert not StoredFile.objects.filter(id=unused.id).exists()


def test_a_content_still_used_by_another_upload_stays(
    home: Path, clerk: Actor, now: datetime
) -> None:
    keep(samples.PDF, clerk, now)
    fresh = keep(samples.PDF, clerk, now + timedelta(days=29, hours=20))

    assert collect_garbage(now=now + timedelta(days=30)).files == 1
    with open_file(fresh.id) as opened:
        assert opened.read() == samples.PDF


def test_leftovers_of_killed_uploads_go(home: Path, now: datetime) -> None:
    left = home / "files" / "incoming" / "in-abandoned"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"half")
    old = (now - timedelta(days=30)).timestamp()
    os.utime(left, (old, old))

    assert collect_garbage(now=now).leftovers == 1
    assert not left.exists()


def test_every_foreign_key_to_files_is_known() -> None:
    fields = {
        f"{field.model._meta.label}.{field.name}" for field in garbage_module.referring_fields()
    }

    assert "kernel.LongTask.result_file" in fields
