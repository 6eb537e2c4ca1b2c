"""The figures as one page: this machine, what was measured, and what people use instead."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from rich import box
from rich.console import Console
from rich.table import Table

from bench.measure import Measured

# Measured earlier on such a machine, quiet, at 500 sightings a second, without a database write.
INSTEAD = (
    ("Home Assistant", "1.1", "2.1", "8,000/s", "171"),
    ("Node-RED", "0.4", "1.9", "16,000/s", "101"),
    ("a bare prototype", "1.0", "1.9", "24,000/s", "83"),
)


def line(one: Measured) -> str:
    held = "" if one.sustained else ", NOT HELD"
    return (
        f"{one.name:<26} median {one.median_ms:.1f} ms, p99 {one.p99_ms:.1f} ms, "
        f"server {one.server_cores:.2f} cores, others {one.others_cores:.2f}, "
        f"lost {one.lost}, unseen {one.unseen}{held}"
    )


def show(console: Console, described: dict[str, str], measured: Sequence[Measured]) -> None:
    console.print()
    for what, how in described.items():
        console.print(f"  [dim]{what:<10}[/dim] {how}")
    console.print(_arrivals(measured))
    console.print(_summary(measured))
    console.print(_instead())


def _arrivals(measured: Sequence[Measured]) -> Table:
    table = Table(
        box=box.SIMPLE_HEAD,
        title="From the second sighting published to the signal on the phone, committed between",
        title_justify="left",
        caption="server, broker, others: cores that were busy with it; others is whatever is not "
        "this benchmark.\nCPU each: the server's processor time a sighting while nobody arrives.",
        caption_justify="left",
    )
    table.add_column("sightings", no_wrap=True)
    for name in ("seen", "median", "p95", "p99", "worst", "lost", "CPU each"):
        table.add_column(name, justify="right", no_wrap=True)
    for name in ("server", "broker", "others"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("held")
    for one in measured:
        cpu = "" if one.cpu_us_a_sighting is None else f"{one.cpu_us_a_sighting:.1f} µs"
        table.add_row(
            one.name,
            f"{one.arrivals - one.unseen}/{one.arrivals}",
            *(f"{ms:.1f} ms" for ms in (one.median_ms, one.p95_ms, one.p99_ms, one.worst_ms)),
            f"{one.lost:,}",
            cpu,
            *(f"{cores:.2f}" for cores in (one.server_cores, one.broker_cores, one.others_cores)),
            "yes" if one.sustained else "[bold]no[/bold]",
        )
    return table


def _summary(measured: Sequence[Measured]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_header=False)
    one = [m.rate for m in measured if m.batch == 1 and m.sustained]
    many = [m.rate for m in measured if m.batch > 1 and m.sustained]
    table.add_row("held, one sighting a message", f"{max(one, default=0):,} a second")
    table.add_row("held, in batches", f"{max(many, default=0):,} a second")
    at_start = median(m.rss_at_start_mb for m in measured)
    busy = max(m.rss_mb for m in measured)
    table.add_row("memory with 5,000 clients", f"{at_start:.0f} MB at start, {busy:.0f} MB at most")
    for alone in (m.cpu_ms_an_arrival for m in measured if m.cpu_ms_an_arrival is not None):
        table.add_row("processor time an arrival", f"{alone:.1f} ms, phone and receipts included")
    ready = median(m.ready_after_s for m in measured)
    table.add_row("from its start to ready", f"{ready:.2f} s (median of {len(measured)})")
    committed = all(m.committed >= m.arrivals - m.unseen for m in measured)
    table.add_row("arrivals found in the database", "all" if committed else "[bold]not all[/bold]")
    return table


def _instead() -> Table:
    table = Table(
        box=box.SIMPLE_HEAD,
        title="What people use instead (measured earlier on such a machine; nothing committed)",
        title_justify="left",
    )
    table.add_column("")
    for name in ("median, ms", "p99, ms", "held", "MB"):
        table.add_column(name, justify="right")
    for row in INSTEAD:
        table.add_row(*row)
    return table
