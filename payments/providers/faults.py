"""What may go wrong between us and a provider, as a plan that tests and the demo hand in."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class Fault(StrEnum):
    NONE = "none"
    LOST_REQUEST = "lost_request"  # it never arrives there
    LOST_ANSWER = "lost_answer"  # it is done there, and we do not hear of it
    DECLINED = "declined"
    ACTION = "action"  # 3-D Secure, whatever the payer does
    WRONG_AMOUNT = "wrong_amount"
    EXPIRED = "expired"  # the authorisation is gone before it is captured


@dataclass(slots=True)
class FaultPlan:
    """One fault a call, in turn; `NONE` once they are used up. `down`: nothing arrives at all."""

    faults: deque[Fault] = field(default_factory=deque)
    down: bool = False
    delay_s: float = 0.0

    @classmethod
    def of(cls, faults: Iterable[Fault]) -> FaultPlan:
        return cls(deque(faults))

    def next(self) -> Fault:
        if self.down:
            return Fault.LOST_REQUEST
        return self.faults.popleft() if self.faults else Fault.NONE
