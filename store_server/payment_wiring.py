"""Selling and paying, put together: part of `app`, which is the only place that calls this."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from payments.exit_pass import ExitSigner
from payments.money import Rounding
from payments.providers.port import Provider
from payments.providers.simulated import BANK_PAGE, SimulatedProvider
from payments.providers.simulated_book import SimulatedBook
from store_server import payment_messages as ask
from store_server.bus import Bus
from store_server.domain.code import CodeKind
from store_server.domain.typed_code import TypedCodes
from store_server.handlers.deliver import Deliver
from store_server.handlers.desk import Desk
from store_server.handlers.exit_door import ExitDoor
from store_server.handlers.forget_notices import ForgetNotices
from store_server.handlers.give_back import GiveBack
from store_server.handlers.handle_cash import HandleCash
from store_server.handlers.keep_baskets import KeepBaskets
from store_server.handlers.keep_catalogue import KeepCatalogue
from store_server.handlers.lock_baskets import LockBaskets
from store_server.handlers.read_scan import ReadScans
from store_server.handlers.remember_purchases import RememberPurchases
from store_server.handlers.say_farewell import SayFarewells
from store_server.handlers.settle_bills import Fiscal, SettleBills
from store_server.handlers.share_bills import ShareBills
from store_server.handlers.take_payments import TakePayments
from store_server.payment_ports import Calls
from store_server.settings import Settings
from store_server.storage.secrets_box import SecretsBox

EXIT_KEY = "exit pass"  # what the signing key is derived for
EXIT_CODES = "typed codes of exit passes"  # and the key of the codes that are typed


def open_provider(settings: Settings, box: SecretsBox) -> Provider | None:
    """Whoever moves the money for this boutique; None where nobody does."""
    provider = settings.payments.provider
    if not provider:
        return None
    if provider == "simulated":
        book = SimulatedBook(settings.data_dir / "simulated-bank.jsonl")
        return SimulatedProvider(box.derive("simulated bank"), settings.url + BANK_PAGE, book)
    from payments.providers.stripe import StripeProvider  # its SDK is slow to import

    stripe = settings.stripe
    return StripeProvider(stripe.secret_key, stripe.webhook_secret, stripe.api_base)


def furnish_payments(
    bus: Bus,
    desk: Desk,
    scans: ReadScans,
    settings: Settings,
    calls: Calls,
    fiscal: Fiscal,
    box: SecretsBox,
) -> Callable[[], None]:
    """Give every command of selling and paying its handler; answers how to take up what was
    unfinished."""
    catalogue = KeepCatalogue(desk)
    bus.handle(ask.SaveArticle, catalogue.save)
    bus.handle(ask.ImportArticles, catalogue.bring_in)
    bus.handle(ask.SaveVatRate, catalogue.save_rate)
    baskets = KeepBaskets(desk, settings.url)
    _handle_baskets(bus, desk, baskets, settings)
    memory = RememberPurchases(settings.boutique_name, settings.zone)
    bills = SettleBills(calls, fiscal, memory)
    take = TakePayments(desk, calls, bills, settings.brand_name)
    cash = HandleCash(
        desk,
        bills,
        settings.fiscal.till,
        settings.payments.cash_rules,
        takes=bool(settings.payments.cash_by),
    )
    back = GiveBack(desk, calls, cash)
    bus.handle(ask.TakeCash, cash.take)
    bus.handle(ask.ReturnCash, cash.give_back)
    bus.handle(ask.BeginDrawer, cash.begin)
    bus.handle(ask.CountDrawer, cash.count)
    bus.handle(ask.PayShare, take.pay)
    bus.handle(ask.NoteAnswer, take.note)
    bus.handle(ask.HearWebhook, take.hear)
    bus.handle(ask.RefundBasket, back.refund)
    bus.handle(ask.ResolveConflict, back.resolve)
    signer = ExitSigner.of(box.derive(EXIT_KEY), settings.boutique)
    door = ExitDoor(desk, signer, TypedCodes(box.derive(EXIT_CODES)), settings.url)
    bus.handle(ask.IssueExitPass, door.issue)
    bus.handle(ask.ShowExitPass, door.show)
    scans.reads(CodeKind.EXIT_PASS, door.decide)
    scans.reads(CodeKind.ARTICLE, baskets.decide)
    scans.reads(CodeKind.TAG, baskets.decide)
    notices = ForgetNotices(desk, settings.zone)
    for tick in (baskets.tick, take.tick, back.tick, notices.tick):
        bus.every_tick(tick)

    def resume() -> None:
        take.resume()
        back.resume()

    return resume


def _handle_baskets(bus: Bus, desk: Desk, baskets: KeepBaskets, settings: Settings) -> None:
    lock = LockBaskets(
        desk,
        settings.zone,
        timedelta(seconds=settings.payments.locked_for_s),
        Rounding(settings.payments.rounding),
    )
    deliver = Deliver(desk)
    bus.handle(ask.OpenBasket, baskets.open)
    bus.handle(ask.RenewBasketLink, baskets.renew_link)
    bus.handle(ask.NoteLinkOpened, baskets.link_opened)
    bus.handle(ask.AddLine, baskets.add)
    bus.handle(ask.ChangeLine, baskets.change)
    bus.handle(ask.AmendBasket, baskets.amend)
    bus.handle(ask.AbandonBasket, baskets.abandon)
    bus.handle(ask.CloseBasket, baskets.close)
    bus.handle(ask.LinkScanner, baskets.link)
    bus.handle(ask.SayFarewell, SayFarewells(desk).say)
    bus.handle(ask.LockBasket, lock.lock)
    bus.handle(ask.UnlockBasket, lock.unlock)
    bus.handle(ask.SplitBill, lock.split)
    shares = ShareBills(desk)
    bus.handle(ask.RenewShareLink, shares.renew_link)
    bus.handle(ask.TopUp, shares.top_up)
    bus.handle(ask.SaveSlots, deliver.save_slots)
    bus.handle(ask.ChooseDelivery, deliver.choose)
    bus.handle(ask.CancelDelivery, deliver.cancel)
