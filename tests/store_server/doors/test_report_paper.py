"""The report as a file: one page, in the reader's language, with nothing on it that is not so."""

from __future__ import annotations

import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from events.aftermath import Feedback
from events.programme import Stage
from store_server.views import PurchaseView
from tests.store_server.doors.evening import Evening
from tests.store_server.web.boutique import OPENING


def paper(evening: Evening, query: str = "", **headers: str) -> Any:
    path = f"/events/{evening.event.id}/report.pdf{query}"
    answer = evening.manager.get(path, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer


def read(pdf: bytes, folder: Path) -> tuple[str, int]:
    """What stands on it, and on how many pages."""
    (folder / "report.pdf").write_bytes(pdf)
    asked = ["pdftotext", "-layout", "report.pdf", "-"]
    text = subprocess.run(asked, cwd=folder, check=True, capture_output=True, text=True).stdout
    asked = ["pdfinfo", "report.pdf"]
    facts = subprocess.run(asked, cwd=folder, check=True, capture_output=True, text=True).stdout
    (pages,) = (int(line.split()[1]) for line in facts.splitlines() if line.startswith("Pages:"))
    return text.replace("\u00a0", " "), pages


def came(evening: Evening, name: str, spent_minor: int = 0) -> str:
    client = evening.client(name)
    guest = evening.guest(name, client_id=client, host_id=evening.associate(f"Host {name}"))
    assert evening.verdict(evening.pass_of(guest))[0] == "admitted"
    with evening.storage.store.begin() as uow:
        if spent_minor:
            bought = PurchaseView(OPENING.date(), f"Bague {name}", spent_minor, "EUR", "Paris")
            uow.history.add_purchase(client, bought)
        uow.aftermath.tell(
            Feedback(guest.id, evening.event.id, 4, f"Merci de {name}", evening.clock.now())
        )
        uow.commit()
    return guest.id


def test_the_page_tells_what_the_report_does(one_evening: Evening, tmp_path: Path) -> None:
    came(one_evening, "Ana", spent_minor=1_250_000)
    one_evening.guest("Bea")
    one_evening.amend(stage=Stage.OVER)
    answer = paper(one_evening, "?language=en")
    assert answer.content_type == "application/pdf"
    assert "attachment" in answer.headers["Content-Disposition"]
    text, pages = read(answer.data, tmp_path)
    assert pages == 1
    assert "1/2" in text.replace(" ", "")
    for words in (
        *("An evening in the garden", "50%", "Bague Ana", "€12,500", "Bea Al-Sayed"),
        *("4 of 5", "Merci de Ana", "Host Ana", "14 Mar 2026", "No cost is noted."),
    ):
        assert words in text, f"{words!r} is not on the page:\n{text}"


def test_it_speaks_the_readers_language(one_evening: Evening, tmp_path: Path) -> None:
    french, _ = read(paper(one_evening, **{"Accept-Language": "fr-CH,fr"}).data, tmp_path)
    english, _ = read(paper(one_evening, **{"Accept-Language": "en-GB"}).data, tmp_path)
    assert "Un soir au jardin" in french
    assert "encore été accueilli." in french
    assert "Nobody has been welcomed yet." in english
    asked = one_evening.manager.get(f"/events/{one_evening.event.id}/report.pdf?language=de")
    assert asked.status_code == 422
    assert "language" in asked.text


def test_a_full_evening_is_one_page_still(one_evening: Evening, tmp_path: Path) -> None:
    titles = {"en": "A very long title of an evening in the garden " * 4}
    one_evening.amend(titles=titles, capacity=200)
    for number in range(12):
        came(one_evening, f"Anne-Sophie-Élisabeth {number} 王 " + "x" * 60, spent_minor=99_999_999)
        one_evening.guest(f"Missing {number}", companions=("Leo",))
        one_evening.clock.passes(timedelta(minutes=9).total_seconds())
    text, pages = read(paper(one_evening, "?language=en").data, tmp_path)
    assert pages == 1
    assert text.count("and 7 more") == 2  # sales, and who did not come
    assert "and 9 more" in text  # remarks
    assert "As of" in text


@pytest.mark.parametrize("role", ["associate", "host", "guard"])
def test_it_is_the_houses_alone(one_evening: Evening, role: str) -> None:
    answer = one_evening.person(role, "Other").get(f"/events/{one_evening.event.id}/report.pdf")
    assert answer.status_code == 403


def test_an_event_that_is_not_there_has_no_report(one_evening: Evening) -> None:
    assert one_evening.manager.get("/events/nothing/report.pdf").status_code == 404
