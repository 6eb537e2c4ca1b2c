"""Every table of the house, by subject. Importing this package fills `Table.metadata`."""

from store_server.storage.tables.accounts import (
    PairedDeviceRow,
    PairingCodeRow,
    PushSubscriptionRow,
    SessionRow,
)
from store_server.storage.tables.admissions import AttendanceRow, DoorAnswerRow, ShowingRow
from store_server.storage.tables.aftermath import FeedbackRow, FollowedUpRow, TaskRow
from store_server.storage.tables.base import Table
from store_server.storage.tables.counts import (
    CountClockRow,
    CountGapRow,
    CountKeyRow,
    CountLineRow,
    CountRow,
    CountStreamRow,
    OccupancyRow,
)
from store_server.storage.tables.devices import (
    AdoptionCodeRow,
    DeviceAlarmRow,
    DeviceCommandRow,
    DeviceKeyRow,
    DeviceSampleRow,
    FloorPlanRow,
    WaitingDeviceRow,
)
from store_server.storage.tables.events import (
    EventPassRow,
    EventRow,
    EventSessionRow,
    GuestRow,
    SigningKeyRow,
)
from store_server.storage.tables.floor import DeviceRow, ScanRow, VisitRow, ZoneRow
from store_server.storage.tables.guest_list import (
    AllocationRow,
    GuestConsentRow,
    GuestNeedsRow,
)
from store_server.storage.tables.history import AppointmentRow, PhotoRow, PromiseRow, PurchaseRow
from store_server.storage.tables.house import CounterRow, QuarantineRow, SettingRow
from store_server.storage.tables.journal import AuditRow, CursorRow, JournalRow
from store_server.storage.tables.ledger import LedgerRow, ReceiptRow
from store_server.storage.tables.letters import GuestLinkRow, LetterRow
from store_server.storage.tables.paying import (
    AttemptRow,
    BillRow,
    PaymentFactRow,
    RefundRow,
    ShareRow,
    WebhookRow,
)
from store_server.storage.tables.people import ClientRow, ConsentRow, IdentityKind, IdentityRow
from store_server.storage.tables.programme import (
    ClosureRow,
    EventCostRow,
    EventPictureRow,
    SeatPlanRow,
    SeatRow,
)
from store_server.storage.tables.selling import (
    ArticleRow,
    BasketLineRow,
    BasketRow,
    DeliveryRow,
    ExitPassRow,
    PieceRow,
    PriceRow,
    SlotRow,
    VatRateRow,
)
from store_server.storage.tables.signals import NoticeRow, SignalRow, TapRow, ToldRow
from store_server.storage.tables.staff import AssociateRow, ShiftRow

__all__ = [
    "AdoptionCodeRow",
    "AllocationRow",
    "AppointmentRow",
    "ArticleRow",
    "AssociateRow",
    "AttemptRow",
    "AttendanceRow",
    "AuditRow",
    "BasketLineRow",
    "BasketRow",
    "BillRow",
    "ClientRow",
    "ClosureRow",
    "ConsentRow",
    "CountClockRow",
    "CountGapRow",
    "CountKeyRow",
    "CountLineRow",
    "CountRow",
    "CountStreamRow",
    "CounterRow",
    "CursorRow",
    "DeliveryRow",
    "DeviceAlarmRow",
    "DeviceCommandRow",
    "DeviceKeyRow",
    "DeviceRow",
    "DeviceSampleRow",
    "DoorAnswerRow",
    "EventCostRow",
    "EventPassRow",
    "EventPictureRow",
    "EventRow",
    "EventSessionRow",
    "ExitPassRow",
    "FeedbackRow",
    "FloorPlanRow",
    "FollowedUpRow",
    "GuestConsentRow",
    "GuestLinkRow",
    "GuestNeedsRow",
    "GuestRow",
    "IdentityKind",
    "IdentityRow",
    "JournalRow",
    "LedgerRow",
    "LetterRow",
    "NoticeRow",
    "OccupancyRow",
    "PairedDeviceRow",
    "PairingCodeRow",
    "PaymentFactRow",
    "PhotoRow",
    "PieceRow",
    "PriceRow",
    "PromiseRow",
    "PurchaseRow",
    "PushSubscriptionRow",
    "QuarantineRow",
    "ReceiptRow",
    "RefundRow",
    "ScanRow",
    "SeatPlanRow",
    "SeatRow",
    "SessionRow",
    "SettingRow",
    "ShareRow",
    "ShiftRow",
    "ShowingRow",
    "SignalRow",
    "SigningKeyRow",
    "SlotRow",
    "Table",
    "TapRow",
    "TaskRow",
    "ToldRow",
    "VatRateRow",
    "VisitRow",
    "WaitingDeviceRow",
    "WebhookRow",
    "ZoneRow",
]
