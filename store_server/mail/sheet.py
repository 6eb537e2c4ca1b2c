"""What one letter says, before it is a mail: the same for its pages, its text and its calendar."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from events.event import SessionPlan, said
from events.guest import Standing
from events.letters import LetterKind
from store_server.letter_ports import Outgoing, Paper
from store_server.mail.letterhead import Letterhead
from store_server.mail.wording import Words

# With the pass, where the guest has one: again on the day, and when it is valid at another time.
WITH_PASS = frozenset(
    {LetterKind.CONFIRMED, LetterKind.NEW_PASS, LetterKind.MOVED, LetterKind.REMINDER}
)
_SAYS_NOT_WHEN = frozenset({LetterKind.THANKS})


@dataclass(frozen=True, slots=True)
class Sheet:
    words: Words
    subject: str
    over: str
    title: str
    paragraphs: tuple[str, ...]
    details: tuple[tuple[str, str], ...]
    button: tuple[str, str] | None  # its words, and where it leads
    shows_pass: bool
    live_pass: bool
    typed: str  # what is typed for the pass, where one is shown that stays as it is
    page: str  # the guest's own
    house: str
    place: str


@dataclass(frozen=True, slots=True)
class _Draft:
    outgoing: Outgoing
    head: Letterhead
    words: Words

    @property
    def paper(self) -> Paper:
        return self.outgoing.paper

    @property
    def kind(self) -> LetterKind:
        return self.outgoing.letter.kind

    @property
    def tone(self) -> str:
        """The kind, as the catalogue knows it: reminders and moves are worded by the case."""
        confirmed = self.paper.guest.standing is Standing.CONFIRMED
        if self.kind is LetterKind.REMINDER:
            return "reminder_come" if confirmed else "reminder_answer"
        if self.kind is LetterKind.MOVED and confirmed:
            return "moved_confirmed"
        return self.kind.value

    @property
    def title(self) -> str:
        return self.paper.event.title(self.words.language, self.head.language)

    @property
    def plan(self) -> SessionPlan:
        return plan_of(self.paper)

    def say(self, key: str, **values: str) -> str:
        return self.words(
            key,
            brand=self.head.brand,
            title=self.title,
            name=self.paper.guest.display_name,
            **values,
        )


def write(outgoing: Outgoing, head: Letterhead) -> Sheet:
    draft = _Draft(outgoing, head, head.words(outgoing.paper.guest.language))
    paper = outgoing.paper
    shows = draft.kind in WITH_PASS and paper.granted is not None
    page = page_of(paper, head)
    return Sheet(
        words=draft.words,
        subject=draft.say(f"{draft.tone}.subject"),
        over=draft.say(f"{draft.tone}.over"),
        title=draft.title,
        paragraphs=tuple(_paragraphs(draft)),
        details=tuple(details(paper, head, draft.words)) if _says_when(draft) else (),
        button=_button(draft, page),
        shows_pass=shows,
        typed=paper.typed if shows else "",
        live_pass=shows and paper.granted is not None and paper.granted.live,
        page=page,
        house=f"{head.brand} {head.boutique}",
        place=place_of(paper, head),
    )


def plan_of(paper: Paper) -> SessionPlan:
    """The session of the guest; the whole event where they have chosen none."""
    event = paper.event
    whole = SessionPlan(0, event.starts, event.ends, event.capacity)
    return event.session(paper.guest.session) or whole


def page_of(paper: Paper, head: Letterhead, door: str = "i") -> str:
    return f"{head.url}/{door}/{paper.token}" if paper.token else ""


def place_of(paper: Paper, head: Letterhead) -> str:
    house = f"{head.brand} {head.boutique}"
    return f"{paper.zone}, {house}" if paper.zone else house


def details(paper: Paper, head: Letterhead, words: Words) -> list[tuple[str, str]]:
    """When, where, how dressed, how many, with whom; what is not known is left out."""
    plan = plan_of(paper)
    confirmed = paper.guest.standing is Standing.CONFIRMED
    dress = said(paper.event.dress_codes, words.language, head.language)
    found = [
        (words("when"), words.span(plan.starts, plan.ends)),
        (words("where"), place_of(paper, head)),
        (words("dress"), dress),
        (words("party"), str(paper.guest.party) if confirmed and paper.guest.party > 1 else ""),
        (words("host"), paper.host),
    ]
    return [(label, value) for label, value in found if value]


def _says_when(draft: _Draft) -> bool:
    return draft.kind not in _SAYS_NOT_WHEN


def _paragraphs(draft: _Draft) -> list[str]:
    """The greeting, what it is about, the event's own text, and what is to be done by when."""
    event = draft.paper.event
    found = [draft.say("hello"), draft.say(f"{draft.tone}.say", **_moments(draft))]
    if draft.kind is LetterKind.INVITATION:
        found.append(said(event.texts, draft.words.language, draft.head.language))
    asks = draft.tone in ("invitation", "reminder_answer")
    if asks and event.answer_by is not None:
        found.append(draft.say("answer_by", until=draft.words.moment(event.answer_by)))
    found.append(draft.outgoing.letter.facts.get("note", ""))
    return [one for one in found if one]


def _moments(draft: _Draft) -> dict[str, str]:
    words, guest = draft.words, draft.paper.guest
    until = guest.offer_until or draft.plan.starts
    before = draft.outgoing.letter.facts.get("before")
    then = datetime.fromisoformat(before) if before else draft.plan.starts
    return {"until": words.moment(until), "before": words.moment(then)}


def _button(draft: _Draft, page: str) -> tuple[str, str] | None:
    """Where the guest goes from here; nowhere, where nothing is left to be done."""
    if not page or draft.tone not in _BUTTONS:
        return None
    key, target = _BUTTONS[draft.tone]
    return draft.words(key), target(draft.paper, draft.head)


def _door(name: str) -> Callable[[Paper, Letterhead], str]:
    return lambda paper, head: page_of(paper, head, name)


_PAGE, _PASS, _OPINION = _door("i"), _door("p"), _door("f")
_BUTTONS: dict[str, tuple[str, Callable[[Paper, Letterhead], str]]] = {
    "invitation": ("button.answer", _PAGE),
    "reminder_answer": ("button.answer", _PAGE),
    "reminder_come": ("button.pass", _PASS),
    "confirmed": ("button.pass", _PASS),
    "new_pass": ("button.pass", _PASS),
    "moved_confirmed": ("button.pass", _PASS),
    "moved": ("button.answer", _PAGE),
    "offer": ("button.take", _PAGE),
    "waiting": ("button.page", _PAGE),
    "withdrawn": ("button.page", _PAGE),
    "thanks": ("button.opinion", _OPINION),
}
