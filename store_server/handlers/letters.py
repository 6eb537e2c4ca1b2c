"""Writing to a guest: in the transaction of what the letter tells of, and sent after its commit.

    letters.write(work, LetterKind.CONFIRMED, guest, event)

Nothing is rendered here. The letter is put into words when its turn comes, in the guest's language
and from the state of that moment; one that is no longer true then is not sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from events.event import PrivateEvent
from events.guest import Guest
from events.letters import LetterKind
from store_server.clock import new_id
from store_server.event_messages import LetterWritten
from store_server.handlers.desk import Work
from store_server.letter_ports import Letter, LetterState


def write(
    work: Work,
    kind: LetterKind,
    guest: Guest,
    event: PrivateEvent,
    facts: Mapping[str, str] | None = None,
) -> str | None:
    """Queue a letter; answers its id, or None for a guest who has no address.

    A waiting one of the same kind is overtaken by it: a guest hears the latest, once. `facts`:
    `before` with the old start in ISO 8601 for a letter of the kind MOVED; `note` with words of the
    house for that guest, in their language.
    """
    if not guest.email:
        return None
    for older in work.uow.letters.waiting_for(guest.id):
        if older.kind is kind:
            overtaken = replace(older, state=LetterState.OVERTAKEN, settled_at=work.at)
            work.uow.letters.save(overtaken)
            facts = {**(facts or {}), **_from_where_they_thought(older)}
    work.uow.links.token(guest.id)  # the link that stands in it is there before it is sent
    letter = Letter(
        id=new_id(),
        kind=kind,
        event_id=event.id,
        guest_id=guest.id,
        written_at=work.at,
        due_at=work.at,
        facts=dict(facts or {}),
    )
    work.uow.letters.add(letter)
    work.record("LetterWritten", letter=letter.id, letter_kind=kind, guest=guest.id, event=event.id)
    work.tell(LetterWritten(letter.id))
    return letter.id


def _from_where_they_thought(older: Letter) -> dict[str, str]:
    """Who did not hear of the first move is told of both as one."""
    return {"before": older.facts["before"]} if "before" in older.facts else {}
