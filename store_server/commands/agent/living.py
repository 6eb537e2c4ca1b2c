"""Keeps an agent going until somebody asks it to stop."""

from __future__ import annotations

from collections.abc import Callable

import click

from store_server.commands.agent.options import AgentSetup


def live(
    setup: AgentSetup,
    start: Callable[[], None],
    stop: Callable[[], None],
    finished: Callable[[], bool] = lambda: False,
) -> None:
    """Until somebody asks it to stop, or until it has `finished` by itself."""
    import logging

    from store_server.commands.running import Stop, run_until_stopped

    logging.basicConfig(
        level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    asked = Stop().listen()
    start()
    config = setup.config
    click.echo(
        f"{config.device} of {config.boutique} speaks to {config.host}:{config.port}. "
        "Ctrl-C ends it."
    )
    run_until_stopped(asked, stop, lambda: asked.now() if finished() else None)
