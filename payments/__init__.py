"""Fast lane: catalogue, basket, payment, ledger, exit pass."""
