"""A guest's pass and letters, for the house: given anew, taken away, looked at, sent again."""

from __future__ import annotations

from collections.abc import Sequence

from store_server.event_messages import ReissuePass, RevokePass, SendAgain
from store_server.guest_views import GuestView
from store_server.letter_ports import Letter
from store_server.letter_views import LetterView
from store_server.web.callers import MANAGER, SignedIn, Who
from store_server.web.house import House
from store_server.web.operations import Resource

RESOURCE = Resource("Passes and letters", "What a guest holds, and what was written to them.")

CARERS = MANAGER | {Who.HOST}


@RESOURCE.post("/guests/{guest_id}/pass", allow=CARERS)
def reissue_pass(house: House, who: SignedIn, guest_id: str) -> GuestView:
    """Give a guest another pass and write to them; the one before is void at once."""
    house.ask(ReissuePass(guest_id, by_id=who.id))
    return house.guest_queries.guest(guest_id)


@RESOURCE.delete("/guests/{guest_id}/pass", allow=CARERS)
def revoke_pass(house: House, who: SignedIn, guest_id: str) -> None:
    """Take a guest's pass away, as where it was passed on."""
    house.ask(RevokePass(guest_id, by_id=who.id))


@RESOURCE.get("/guests/{guest_id}/letters", allow=CARERS)
def list_letters(house: House, guest_id: str) -> Sequence[LetterView]:
    """What was written to a guest and what became of it, the newest first."""
    return [_view(one) for one in house.papers.post.letters_to(guest_id)]


@RESOURCE.post("/letters/{letter_id}/again", allow=CARERS, status=201)
def send_letter_again(house: House, who: SignedIn, letter_id: str) -> LetterView:
    """Send it once more, as after the address was mended."""
    again: str = house.ask(SendAgain(letter_id, by_id=who.id))
    return _view(house.papers.post.letter(again))


def _view(letter: Letter) -> LetterView:
    return LetterView(
        id=letter.id,
        kind=letter.kind,
        state=letter.state.value,
        written_at=letter.written_at,
        attempts=letter.attempts,
        trouble=letter.trouble,
        settled_at=letter.settled_at,
    )
