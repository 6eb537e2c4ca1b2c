"""An event's report in words, before it is a page: in the reader's language, cut to what fits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal

from babel.numbers import format_currency, format_decimal, format_percent, get_currency_precision

from events.event import said
from store_server.aftermath_views import MissingGuest, OpinionView, ReportView, SaleView
from store_server.mail.wording import Words

LINES, REMARKS, HOSTS = 5, 3, 8  # what a page has room for; the screen shows them all
LONGEST_REMARK = 180
QUARTER = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Line:
    begins: str
    ends: str = ""
    below: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """One heading, and what stands under it; `none` where there is nothing to tell."""

    title: str
    great: str = ""
    note: str = ""
    lines: tuple[Line, ...] = ()
    more: str = ""
    none: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    hour: str
    people: int


@dataclass(frozen=True, slots=True)
class Table:
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    more: str
    none: str


@dataclass(frozen=True, slots=True)
class ReportSheet:
    language: str
    over: str
    title: str
    when: str
    figures: tuple[tuple[str, str], ...]
    arrivals: str
    bars: tuple[Bar, ...]
    nobody_came: str
    sales: Block
    opinion: Block
    costs: Block
    dwell: Block
    missing: Block
    hosts: Table
    printed: str


def write(report: ReportView, words: Words, house: str, now: datetime) -> ReportSheet:
    """`words` are the staff's, of the screens' own catalogue."""
    pen = _Pen(words)
    place = report.zone_name or words("events.whole_boutique")
    return ReportSheet(
        language=words.language,
        over=f"{house} · {words('report.title')}",
        title=said(report.titles, words.language, words.language),
        when=f"{words.span(report.starts, report.ends)} · {place}",
        figures=pen.figures(report),
        arrivals=words("report.arrivals"),
        bars=_bars(report.arrivals, words.time),
        nobody_came=words("report.nobody_came"),
        sales=pen.sales(report),
        opinion=pen.opinion(report.opinion),
        costs=pen.costs(report),
        dwell=pen.dwell(report),
        missing=pen.missing(report),
        hosts=pen.hosts(report),
        printed=words("report.printed", at=words.moment(now)),
    )


@dataclass(frozen=True, slots=True)
class _Pen:
    words: Words

    def figures(self, report: ReportView) -> tuple[tuple[str, str], ...]:
        share = "–" if report.share is None else self.percent(report.share)  # noqa: RUF001
        say = self.words
        return (
            (say("report.came_expected"), f"{report.came} / {report.confirmed}"),
            (say("report.share"), share),
            (say("report.invited"), str(report.invited)),
            (say("report.confirmed"), str(report.confirmed)),
            (say("report.companions"), str(report.companions)),
            (say("report.declined"), str(report.declined)),
            (say("report.unanswered"), str(report.unanswered)),
            (say("report.walk_ins"), str(report.walk_ins)),
        )

    def sales(self, report: ReportView) -> Block:
        say, sales = self.words, report.sales
        until = (
            say("report.final")
            if sales.closed
            else say("report.counting", date=self.words.day(sales.counted_until))
        )
        totals = [self.money(minor, currency) for currency, minor in sales.totals.items()]
        buyers = [Line(say("report.buyers"), str(sales.buyers))] if sales.sales else []
        return Block(
            title=say("report.sales"),
            great=" + ".join(totals),
            note=f"{say('report.rule', days=str(sales.within_days))} · {until}",
            lines=(*buyers, *(self._sale(one) for one in sales.sales[:LINES])),
            more=self.more(sales.sales, LINES),
            none="" if sales.sales else say("report.no_sales"),
        )

    def _sale(self, sale: SaleView) -> Line:
        below = " · ".join(one for one in (sale.client, self.words.day(sale.on)) if one)
        return Line(sale.label, self.money(sale.minor, sale.currency), below)

    def opinion(self, opinion: OpinionView) -> Block:
        say = self.words
        if opinion.mean is None:
            return Block(say("report.opinion"), none=say("report.no_opinion"))
        counted = " · ".join(f"{5 - place} : {n}" for place, n in enumerate(opinion.stars[::-1]))
        return Block(
            title=say("report.opinion"),
            great=say("report.of_five", mean=self.number(opinion.mean, 1)),
            note=f"{say('report.answers')} : {opinion.answers} ({counted})",
            lines=tuple(
                Line(_cut(one.text), f"{one.stars}/5") for one in opinion.remarks[:REMARKS]
            ),
            more=self.more(opinion.remarks, REMARKS),
        )

    def costs(self, report: ReportView) -> Block:
        say, costs = self.words, report.costs
        found = [Line(say("report.cost"), self.money(costs.expected_minor, costs.currency))]
        if costs.budget_minor is not None:
            left = costs.budget_minor - costs.expected_minor
            found.insert(
                0, Line(say("report.budget"), self.money(costs.budget_minor, costs.currency))
            )
            found.append(Line(say("report.left"), self.money(left, costs.currency)))
        if costs.returned is not None:
            found.append(Line(say("report.returned"), self.number(costs.returned, 2)))
        if costs.budget_minor is None and not costs.expected_minor:
            return Block(say("report.costs"), none=say("report.no_costs"))
        return Block(say("report.costs"), lines=tuple(found))

    def dwell(self, report: ReportView) -> Block:
        say, middle, long = self.words, report.dwell_median_s, report.dwell_p90_s
        if middle is None or long is None:
            return Block(say("report.dwell"), none=say("report.dwell_none"))
        return Block(
            title=say("report.dwell"),
            note=say("report.dwell_known", count=str(report.dwell_known)),
            lines=(
                Line(say("report.dwell_median"), _duration(middle)),
                Line(say("report.dwell_p90"), _duration(long)),
            ),
        )

    def missing(self, report: ReportView) -> Block:
        return Block(
            title=self.words("report.missing"),
            lines=tuple(Line(self.missed(one), one.host or "") for one in report.missing[:LINES]),
            more=self.more(report.missing, LINES),
            none="" if report.missing else self.words("report.none_missing"),
        )

    def missed(self, one: MissingGuest) -> str:
        if one.came:
            return self.words("report.of_party", name=one.name, count=str(one.people))
        return f"{one.name} + {one.people - 1}" if one.people > 1 else one.name

    def hosts(self, report: ReportView) -> Table:
        say = self.words
        columns = ("host", "confirmed", "came", "tasks_open", "tasks_done")
        return Table(
            title=say("report.hosts"),
            head=tuple(say(f"report.{one}") for one in columns),
            rows=tuple(
                (
                    one.host or say("report.nobody_named"),
                    *map(str, (one.confirmed, one.came, one.tasks_open, one.tasks_done)),
                )
                for one in report.hosts[:HOSTS]
            ),
            more=self.more(report.hosts, HOSTS),
            none="" if report.hosts else say("report.no_hosts"),
        )

    def more(self, things: Sequence[object], room: int) -> str:
        beyond = len(things) - room
        return self.words("report.more", count=str(beyond)) if beyond > 0 else ""

    def money(self, minor: int, currency: str) -> str:
        """Without the cents where there are none, as on the screen."""
        digits = get_currency_precision(currency)
        amount = Decimal(minor).scaleb(-digits)
        round_sum = amount == amount.to_integral_value()
        shape = "¤#,##0" if self.words.language == "en" else "#,##0 ¤"
        return format_currency(
            amount,
            currency,
            format=shape if round_sum else None,
            locale=self.words.language,
            currency_digits=not round_sum,
        )

    def number(self, value: float, digits: int) -> str:
        rounded = Decimal(value).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_EVEN)
        return format_decimal(rounded.normalize(), locale=self.words.language)

    def percent(self, share: float) -> str:
        return format_percent(round(share, 2), locale=self.words.language)


def _bars(
    arrivals: Sequence[tuple[datetime, int]], time: Callable[[datetime], str]
) -> tuple[Bar, ...]:
    """Every quarter from the first to the last: one in which nobody came is a gap to be seen."""
    if not arrivals:
        return ()
    people = dict(arrivals)
    first, last = min(people), max(people)
    moments = [first + QUARTER * step for step in range((last - first) // QUARTER + 1)]
    return tuple(Bar(time(at), people.get(at, 0)) for at in moments)


def _duration(seconds: float) -> str:
    minutes = int(seconds // 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02}"


def _cut(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= LONGEST_REMARK else plain[: LONGEST_REMARK - 1].rstrip() + "…"
