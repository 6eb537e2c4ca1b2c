"""When a device's message was spoken, by our clock, whatever the device's own clock says.

A device's clock may be wrong by hours and still be a good clock: it advances as ours does. The
least (receipt - ts) ever seen is the offset between the two, and a little transport. So:

- the first message of a device is taken to be live, and fixes the offset. Where it is behind our
  wall clock by a few seconds only, the device's clock is right, and the message that much late;
- a message behind the offset by more than `late_after_s` is late: it tells of the past;
- a message well ahead of the offset proves the offset wrong. Either the clock was set forward, or
  what was taken to be live was a backlog, as a gateway sends it after a hole in the network: its
  times advance much faster than ours. Nothing is evidence until the times advance as ours do again,
  for `clock_settles_s`. Where the offset was still young, what came before was late too, and is
  taken back (`ClockTurn.discard`);
- a clock set back makes everything late. Late messages that advance as our clock does, for
  `clock_relearnt_s` and with no timely one among them, are a clock set back, and fix a new offset.

What cannot be told apart: a device that is heard for the first time ever, and that begins with a
single old message; and a backlog that is sent exactly as slowly as it was gathered.
"""

from __future__ import annotations

from dataclasses import dataclass

from store_server.settings import PresenceSettings

WHOLE_SECONDS_YOUNG_S = 0.95  # a clock that shows whole seconds is behind by up to one of them
WHOLE_SECONDS_S = 1.0
CREEP = 2e-4  # quartz drifts by 20 to 100 millionths; the least offset must be able to follow
LATE_IN_A_ROW = 3  # one late message is a late message; these many are a clock in doubt
DEVICES_AT_MOST = 1_000


@dataclass(frozen=True, slots=True)
class ClockTurn:
    """A device's times became doubtful, or good again.

    `discard`: what the device reported until now as heard just now was in truth heard earlier.
    """

    device_id: str
    at_s: float
    settled: bool
    discard: bool = False


@dataclass(slots=True)
class _Rival:
    """Another offset, that the messages which do not fit the one in force agree on."""

    offset_s: float
    since_s: float
    needs_s: float
    messages: int = 1


class DeviceClock:
    """One device's clock against ours. `settled` is whether its messages are evidence now."""

    def __init__(self, settings: PresenceSettings) -> None:
        self._settings = settings
        self._begun = False
        self._offset_s = 0.0
        self._in_force_since_s = 0.0
        self._floor_s = 0.0  # the offset ten seconds ago or less: small steps down add up
        self._floor_at_s = 0.0
        self._crept_s = 0.0
        self._rival: _Rival | None = None
        self.settled = True
        self.discard = False

    def correct(self, ts_s: float, receipt_s: float, unix_s: float | None = None) -> float | None:
        """The time on our clock at which the message was spoken, or None: not evidence.

        `ts_s` is the device's time; `receipt_s` our monotonic one and `unix_s` our wall clock's at
        the receipt. The answer is never later than the receipt.
        """
        offset_s = receipt_s - ts_s
        if not self._begun:
            behind_s = 0.0 if unix_s is None else unix_s - ts_s
            plausible = 0.0 < behind_s <= self._settings.late_after_s
            self._adopt(offset_s - (behind_s if plausible else 0.0), receipt_s)
        elif self._fits(offset_s, self._crept(receipt_s), receipt_s, ts_s):
            self._agree(offset_s, receipt_s)
        elif not self._rival_wins(offset_s, receipt_s, ts_s):
            return None
        return min(receipt_s, ts_s + self._offset_s)

    def _crept(self, receipt_s: float) -> float:
        return self._offset_s + max(0.0, receipt_s - self._crept_s) * CREEP

    def _fits(self, offset_s: float, against_s: float, receipt_s: float, ts_s: float) -> bool:
        return (
            self._floor_s - self._jitter_s(receipt_s, ts_s) <= offset_s
            and offset_s - against_s <= self._settings.late_after_s
        )

    def _jitter_s(self, receipt_s: float, ts_s: float) -> float:
        young = receipt_s - self._in_force_since_s < self._settings.clock_young_s
        whole = ts_s == int(ts_s)
        if young:
            return WHOLE_SECONDS_YOUNG_S if whole else self._settings.clock_jitter_young_s
        return self._settings.clock_jitter_s + (WHOLE_SECONDS_S if whole else 0.0)

    def _agree(self, offset_s: float, receipt_s: float) -> None:
        self._offset_s = min(offset_s, self._crept(receipt_s))
        self._crept_s = max(self._crept_s, receipt_s)
        if receipt_s - self._floor_at_s >= self._settings.clock_young_s:
            self._floor_s, self._floor_at_s = self._offset_s, receipt_s
        self._rival = None
        self.settled = True
        self.discard = False

    def _adopt(self, offset_s: float, receipt_s: float) -> None:
        self._begun = True
        self._offset_s = self._floor_s = offset_s
        self._in_force_since_s = self._floor_at_s = self._crept_s = receipt_s
        self._rival = None
        self.settled = True
        self.discard = False

    def _rival_wins(self, offset_s: float, receipt_s: float, ts_s: float) -> bool:
        """Note a message that does not fit. Whether the offset that it stands for wins by it."""
        ahead = offset_s < self._floor_s
        rival = self._rival
        jitter_s = self._settings.clock_jitter_s + (WHOLE_SECONDS_S if ts_s == int(ts_s) else 0.0)
        if rival is None or offset_s < rival.offset_s - jitter_s:
            self._doubt(offset_s, receipt_s, ahead)
            return False
        if offset_s - rival.offset_s > self._settings.late_after_s:
            return False  # late even by the rival's reckoning
        rival.messages += 1
        if not ahead and rival.messages >= LATE_IN_A_ROW:
            self.settled = False
        if receipt_s - rival.since_s < rival.needs_s or rival.messages < LATE_IN_A_ROW - ahead:
            return False
        self._adopt(min(offset_s, rival.offset_s), receipt_s)
        return True

    def _doubt(self, offset_s: float, receipt_s: float, ahead: bool) -> None:
        settings = self._settings
        needs_s = settings.clock_settles_s if ahead else settings.clock_relearnt_s
        messages = self._rival.messages + 1 if self._rival is not None else 1
        self._rival = _Rival(offset_s, receipt_s, needs_s, messages if not ahead else 1)
        if ahead:
            young = receipt_s - self._in_force_since_s < settings.clock_young_s
            self.settled = False
            self.discard = self.discard or young
        elif messages >= LATE_IN_A_ROW:
            self.settled = False


class DeviceClocks:
    """Every device's clock. Lives on one thread; bounded: the one known longest goes first."""

    def __init__(self, settings: PresenceSettings | None = None) -> None:
        self._settings = settings or PresenceSettings()
        self._clocks: dict[str, DeviceClock] = {}
        self._turns: list[ClockTurn] = []

    def correct(
        self, device_id: str, ts_s: float, receipt_s: float, unix_s: float | None = None
    ) -> float | None:
        """When the message was spoken, by our clock, or None: late, or of a clock in doubt.

        Not for retained messages: the broker repeats those long after they were spoken.
        """
        clock = self._clocks.get(device_id)
        if clock is None:
            clock = self._add(device_id)
        settled, discard = clock.settled, clock.discard
        at_s = clock.correct(ts_s, receipt_s, unix_s)
        if clock.settled is not settled or clock.discard > discard:
            self._turns.append(ClockTurn(device_id, receipt_s, clock.settled, clock.discard))
        return at_s

    def turns(self) -> list[ClockTurn]:
        """What turned since the last call, in order. Hand these on *after* the sightings so far."""
        turned, self._turns = self._turns, []
        return turned

    def __len__(self) -> int:
        return len(self._clocks)

    def forget(self, device_id: str) -> None:
        self._clocks.pop(device_id, None)

    def _add(self, device_id: str) -> DeviceClock:
        if len(self._clocks) >= DEVICES_AT_MOST:
            del self._clocks[next(iter(self._clocks))]
        clock = self._clocks[device_id] = DeviceClock(self._settings)
        return clock
