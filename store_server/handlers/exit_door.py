"""At the exit: a bag that is paid gets its pass, and a pass is green once."""

from __future__ import annotations

from datetime import datetime, timedelta

from payments.basket import BasketState
from payments.exit_pass import (
    VALID_FOR,
    ExitPass,
    ExitPassError,
    ExitSigner,
    ExitVerdict,
    Light,
    Reason,
    read,
)
from payments.facts import State, attempt
from payments.register import Basket, IssuedPass
from store_server.clock import new_id
from store_server.domain.code import EXIT_PREFIX, Code, understand
from store_server.domain.scan_verdict import Verdict, Word
from store_server.domain.typed_code import TypedCodes, letters_of
from store_server.handlers.desk import Desk, Work
from store_server.handlers.keep_baskets import release
from store_server.messages import ReadScan
from store_server.payment_messages import IssueExitPass, ShowExitPass
from store_server.ports import ConflictError

TOLD_LATE = timedelta(days=1)  # what a guard saw before that is no news
TYPED_FOR = timedelta(days=1)  # the code of a pass that is older is said to be none

_WORDS = {Light.GREEN: Word.WELCOME, Light.AMBER: Word.WAIT, Light.RED: Word.STOP}


class ExitDoor:
    def __init__(self, desk: Desk, signer: ExitSigner, typed: TypedCodes, own_url: str) -> None:
        self._desk = desk
        self._signer = signer
        self._typed = typed
        self._own_url = own_url

    def issue(self, command: IssueExitPass) -> str:
        """One that was issued before and not used ends with the new one."""
        with self._desk.work() as work:
            basket = work.uow.baskets.get(command.basket_id)
            pieces = _pieces_left(work, basket)
            if basket.state is not BasketState.PAID or not _all_agrees(work, basket):
                raise ConflictError(f"the basket is {basket.state.value}, or its money disagrees")
            if not pieces or not _money_left(work, basket):
                raise ConflictError("nothing of this basket is left to be carried out")
            if work.uow.slots.delivery(basket.id) is not None:
                raise ConflictError("this basket is delivered, nobody carries it out")
            work.uow.exit_passes.expire(basket.id, work.at)
            until = work.at + VALID_FOR
            number = work.uow.exit_passes.next_number()
            work.uow.exit_passes.add(
                IssuedPass(new_id(), number, basket.id, pieces, work.at, until)
            )
            work.record("ExitPassIssued", basket=basket.id, number=number)
        return self._signer.sign(ExitPass(number, pieces, until))

    def show(self, command: ShowExitPass) -> ExitVerdict:
        text = command.text.removeprefix(EXIT_PREFIX)
        moment = _moment(command, self._desk.clock.now())
        with self._desk.work() as work:
            try:
                number = self._number(work, text, moment)
            except ExitPassError as error:
                return ExitVerdict(Light.RED, error.reason)
            verdict = self._decide(work, number, command, moment)
            work.record(
                "ExitPassShown",
                number=number,
                light=verdict.light.value,
                reason=verdict.reason.value,
                by=command.by,
                late=command.shown_at is not None,
            )
        return verdict

    def decide(self, code: Code, scan: ReadScan) -> Verdict:
        """A scanner at the door hears the verdict; it has read no tags yet."""
        shown = self.show(ShowExitPass(code.token, scan.device_id))
        return Verdict(_WORDS[shown.light], f"verdict.exit.{shown.reason}")

    def _number(self, work: Work, text: str, moment: datetime) -> int:
        """Of a pass that is shown, or whose code is typed. Raises `ExitPassError`."""
        if letters_of(text) is None:
            return read(text, [self._signer.public], self._signer.boutique, moment).number
        number = self._typed.number(text, work.uow.exit_passes.numbers_since(moment - TYPED_FOR))
        if number is None:
            raise ExitPassError(Reason.NO_PASS)
        return number

    def _decide(
        self, work: Work, number: int, command: ShowExitPass, moment: datetime
    ) -> ExitVerdict:
        issued = work.uow.exit_passes.by_number(number)
        if issued is None:
            return ExitVerdict(Light.RED, Reason.ALTERED)
        basket = work.uow.baskets.get(issued.basket_id)
        refused = self._refused(work, issued, basket, moment)
        if refused is not None:
            return ExitVerdict(Light.RED, refused, issued.pieces, basket.number)
        strange = self._not_of_it(work, basket, command.tags)
        if strange:
            return ExitVerdict(
                Light.AMBER, Reason.TAG_NOT_PAID, issued.pieces, basket.number, strange
            )
        if not work.uow.exit_passes.use(issued.id, command.by, work.at):
            return ExitVerdict(Light.RED, Reason.USED, issued.pieces, basket.number)
        release(work, basket)
        return ExitVerdict(Light.GREEN, Reason.PAID, issued.pieces, basket.number, (), number)

    def _refused(
        self, work: Work, issued: IssuedPass, basket: Basket, moment: datetime
    ) -> Reason | None:
        if issued.used_at is not None:
            return Reason.USED
        if issued.expires_at <= moment:
            # A refund ends a pass at once; so does the next pass of the same bag.
            gone = bool(work.uow.payments.refunds_of(basket.id))
            return Reason.REFUNDED if gone else Reason.EXPIRED
        if basket.state is not BasketState.PAID or not _all_agrees(work, basket):
            return Reason.NOT_PAID
        return None

    def _not_of_it(self, work: Work, basket: Basket, tags: tuple[str, ...]) -> tuple[str, ...]:
        """Tags of articles of ours that this basket does not hold; more of one than it holds too.

        What the catalogue does not know is the client's own coat.
        """
        left: dict[str, int] = {}
        pieces: dict[str, set[str]] = {}
        for line in work.uow.baskets.lines(basket.id):
            if line.accepted:
                left[line.article_id] = left.get(line.article_id, 0) + line.quantity
                if line.piece_id is not None:
                    serial = work.uow.articles.piece(line.piece_id).serial
                    pieces.setdefault(line.article_id, set()).add(serial)
        strange = []
        for tag in dict.fromkeys(tags):
            code = understand(tag, "epc", self._own_url)
            article = work.uow.articles.by_gtin(code.gtin)
            if article is None:
                continue
            named = pieces.get(article.id)
            if left.get(article.id, 0) < 1 or (named is not None and code.serial not in named):
                strange.append(tag)
            else:
                left[article.id] -= 1
        return tuple(strange)


def _moment(command: ShowExitPass, now: datetime) -> datetime:
    """As of when it is judged: a guard's clock is believed about the past day, and never ahead."""
    if command.shown_at is None:
        return now
    return max(min(command.shown_at, now), now - TOLD_LATE)


def _pieces_left(work: Work, basket: Basket) -> int:
    sold = sum(line.quantity for line in work.uow.baskets.lines(basket.id) if line.accepted)
    refunds = work.uow.payments.refunds_of(basket.id)
    return sold - sum(sum(refund.lines.values()) for refund in refunds)


def _all_agrees(work: Work, basket: Basket) -> bool:
    """No attempt at this basket is in conflict."""
    payments = work.uow.payments
    return all(
        attempt(payments.facts_of(one.id), one.order.amount).state is not State.CONFLICTED
        for one in payments.attempts_of_basket(basket.id)
    )


def _money_left(work: Work, basket: Basket) -> bool:
    """Whether not all of it was given back."""
    payments = work.uow.payments
    return any(
        attempt(payments.facts_of(one.id), one.order.amount).refundable.units > 0
        for one in payments.attempts_of_basket(basket.id)
    )
