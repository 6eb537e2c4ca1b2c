"""The book of accounts: who may come in, where they may speak, what they may hear."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from devices.topics import covers, matches
from store_server.device_ports import BrokerAccount
from store_server.passwords import password_fits


class AccountBook:
    """Any thread may read it. Where strangers are let in, they may do everything."""

    def __init__(self, own: BrokerAccount, anonymous: bool) -> None:
        self._own = own
        self._anonymous = anonymous
        self._accounts: Mapping[str, BrokerAccount] = {own.username: own}

    def keep(self, accounts: Sequence[BrokerAccount]) -> frozenset[str]:
        """Exactly these from now on, and our own. Answers whose account is gone or another."""
        before = self._accounts
        self._accounts = {one.username: one for one in (*accounts, self._own)}
        return frozenset(
            name for name, account in before.items() if self._accounts.get(name) != account
        )

    def admits(self, username: str | None, password: str | None) -> bool:
        account = self._accounts.get(username or "")
        if account is None:
            return self._anonymous
        return password_fits(password or "", account.password_hash)

    def may_publish(self, username: str | None, topic: str) -> bool:
        account = self._accounts.get(username or "")
        if account is None:
            return self._anonymous
        return any(matches(allowed, topic) for allowed in account.publish)

    def may_subscribe(self, username: str | None, topic_filter: str) -> bool:
        account = self._accounts.get(username or "")
        if account is None:
            return self._anonymous
        return any(covers(allowed, topic_filter) for allowed in account.subscribe)

    def may_receive(self, username: str | None, topic: str) -> bool:
        account = self._accounts.get(username or "")
        if account is None:
            return self._anonymous
        return any(matches(allowed, topic) for allowed in account.subscribe)
