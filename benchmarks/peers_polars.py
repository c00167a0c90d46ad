"""The worker of polars: lazy scans of the same Parquet files, one script per KPI. Needs polars alone."""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import polars as pl

from peers_questions import OF_SALES, PEOPLE, Question
from peers_worker import Cell, Peer, plain_cells, serve

ORDER = ["shop", "order_id"]
VALID = pl.col("invalid_reason").fill_null("") == ""
LENGTH = {"day": "1d", "week": "1w", "month": "1mo"}


class PolarsPeer(Peer):
    """Facts, credits and teams as lazy frames."""

    version = f"polars {pl.__version__}"

    def __init__(self, facts: Path, given: Path) -> None:
        self.facts = facts
        self.credit, self.stands = (pl.scan_parquet(given / f"{each}.parquet") for each in ("credit", "stands"))

    def answer(self, question: Question) -> pl.DataFrame:
        """Node, first day of the period, value."""
        how = getattr(self, f"_{question.asked.how}")
        answered: pl.DataFrame = how(question).collect()
        return answered

    def cells(self, answer: Any, question: Question) -> Iterable[Cell]:
        """Its rows."""
        _ = question
        return plain_cells(answer.select("node", "start", "value").iter_rows())

    def table(self, name: str) -> pl.LazyFrame:
        """The rows of a fact table that are not replaced."""
        rows = pl.scan_parquet(self.facts / name / "*" / "*.parquet", hive_partitioning=False)
        return rows.filter(pl.col("superseded_at").is_null())

    def orders(self) -> pl.LazyFrame:
        """Valid orders."""
        return self.table("orders").filter(VALID).select(*ORDER, "channel", "buyer", "paid_at", day="paid_at_day")

    def sales(self) -> pl.LazyFrame:
        """The lines of valid orders by the day of payment."""
        lines = self.table("order_lines").select(*ORDER, v="paid_amount")
        return lines.join(self.orders().filter(pl.col("day").is_not_null()), on=ORDER)

    def refunds(self) -> pl.LazyFrame:
        """Refunds of valid orders, credited as of the day of payment."""
        rows = self.table("refunds").select(*ORDER, v="amount", day="refunded_at_day")
        rows = rows.join(self.orders().rename({"day": "paid_day"}), on=ORDER)
        return rows.with_columns(credit_day=pl.coalesce("paid_day", "day"))

    def talks(self) -> pl.LazyFrame:
        """Conversations."""
        seconds = (pl.col("first_reply_at") - pl.col("started_at")).dt.total_seconds()
        return self.table("conversations").select(
            "shop", "reply_seconds", "rounds", subject="agent", day="started_at_day", seconds=seconds
        )

    def firsts(self) -> pl.LazyFrame:
        """The first order of every buyer, and whether the next came within 30 days."""
        paid = self.orders().filter(pl.col("day").is_not_null(), pl.col("buyer").fill_null("") != "")
        paid = paid.sort("buyer", "paid_at", "shop", "order_id")
        same = pl.col("buyer") == pl.col("buyer").shift(1)
        until = pl.when(pl.col("buyer").shift(-1) == pl.col("buyer")).then(pl.col("day").shift(-1) - pl.col("day"))
        rows = paid.with_columns(until=until.dt.total_days(), again=same.fill_null(value=False))
        return rows.filter(~pl.col("again")).with_columns(back=(pl.col("until") <= 30).fill_null(value=False))

    def parts(self, kpi: str) -> list[tuple[pl.LazyFrame, str, Any]]:
        """The rows behind a KPI, the kind of credit, and what is summed; of a quotient those of both."""
        one = pl.col("shop").is_not_null().cast(pl.Int64)
        if kpi in OF_SALES:
            return [(self.sales(), "shop", pl.col("v"))]
        match kpi:
            case "orders_paid":
                return [(self.orders(), "shop", one)]
            case "goods_per_order":
                return [(self.sales(), "shop", pl.col("v")), (self.orders(), "shop", one)]
            case "refunds_over_sales":
                return [(self.refunds(), "shop", pl.col("v")), (self.sales(), "shop", pl.col("v"))]
            case "cvr_session":
                visits = self.table("visits").select("shop", "channel", "purchased", day="started_at_day")
                return [(visits, "shop", pl.col("purchased").cast(pl.Int64)), (visits, "shop", one)]
            case "art":
                rounds = pl.when(pl.col("reply_seconds").is_not_null()).then(pl.col("rounds")).otherwise(0)
                return [(self.talks(), "agent", pl.col("reply_seconds")), (self.talks(), "agent", rounds)]
            case "inventory_value":
                stock = self.table("stock").select("day", "on_hand", "unit_cost", subject="warehouse")
                return [(stock, "warehouse", pl.col("on_hand") // 10_000 * pl.col("unit_cost"))]
            case _:
                return [(self.firsts(), "shop", pl.col("back").cast(pl.Int64)), (self.firsts(), "shop", one)]

    def daily(self, question: Question) -> pl.LazyFrame:
        """Node, day and the sums `p` (and `w` of a quotient); those of one subject and day together before credits."""
        found = []
        for at, (rows, kind, value) in enumerate(self.parts(question.asked.kpi)):
            name = "pw"[at]
            daily = (
                self._by_subject(rows, question).group_by("subject", "day", "credit_day").agg(value.sum().alias(name))
            )
            if question.level in PEOPLE:
                daily = self._credited(daily, kind, question.level)
                daily = daily.with_columns(pl.col(name) * pl.col("share"))
            else:
                daily = daily.with_columns(node="subject")
            found.append(daily.select("node", "day", name))
        return pl.concat(found, how="diagonal")

    def _by_subject(self, rows: pl.LazyFrame, question: Question) -> pl.LazyFrame:
        """The rows of the span with the subject that credits go by, or the shop or channel itself."""
        names = rows.collect_schema().names()
        rows = rows.filter(pl.col("day") >= question.read_from, pl.col("day") < question.span[1])
        if question.level in PEOPLE:
            subject = "subject" if "subject" in names else "shop"
            credit_day = "credit_day" if "credit_day" in names else "day"
            return rows.with_columns(subject=pl.col(subject), credit_day=pl.col(credit_day))
        node = pl.lit("company") if question.level == "company" else pl.col(question.level)
        return rows.with_columns(subject=node, credit_day="day")

    def _credited(self, rows: pl.LazyFrame, kind: str, level: str) -> pl.LazyFrame:
        credit = self.credit.filter(kind=kind).select("subject", "share", "person", credit_day="day")
        rows = rows.join(credit, on=["subject", "credit_day"], how="left")
        rows = rows.with_columns(pl.col("person").fill_null("unassigned"), pl.col("share").fill_null(10_000))
        if level == "person":
            return rows.with_columns(node="person")
        return rows.join(self.stands, left_on=["person", "day"], right_on=["member", "day"]).with_columns(node=level)

    def _start(self, question: Question) -> pl.Expr:
        return pl.col("day").dt.truncate(LENGTH[question.grain]).alias("start")

    def _sum(self, question: Question) -> pl.LazyFrame:
        return self.daily(question).group_by("node", self._start(question)).agg(value=pl.col("p").sum())

    def _ratio(self, question: Question) -> pl.LazyFrame:
        sums = self.daily(question).group_by("node", self._start(question)).agg(pl.col("p", "w").sum())
        over = pl.col("p").cast(pl.Float64) / pl.col("w").cast(pl.Float64)
        return sums.filter(pl.col("w") != 0).select("node", "start", value=over)

    def _distinct(self, question: Question) -> pl.LazyFrame:
        rows = self._by_subject(self.orders(), question)
        if question.level in PEOPLE:
            rows = self._credited(rows, "shop", question.level)
        else:
            rows = rows.with_columns(node="subject")
        return rows.group_by("node", self._start(question)).agg(value=pl.col("buyer").drop_nulls().n_unique())

    def _quantile(self, question: Question) -> pl.LazyFrame:
        """The smallest value that nine in ten do not pass; polars' own quantile counts from 0 to n - 1."""
        rows = self._by_subject(self.talks(), question)
        if question.level in PEOPLE:
            rows = self._credited(rows, "agent", question.level)
        else:
            rows = rows.with_columns(node="subject")
        place = (pl.len() * 9 + 9) // 10 - 1
        rows = rows.filter(pl.col("seconds").is_not_null())
        return rows.group_by("node", self._start(question)).agg(value=pl.col("seconds").sort().get(place))

    def _last(self, question: Question) -> pl.LazyFrame:
        daily = self.daily(question).group_by("node", "day").agg(value=pl.col("p").sum())
        daily = daily.with_columns(self._start(question))
        return daily.filter(pl.col("day") == pl.col("day").max().over("start"))

    def _dense(self, question: Question) -> pl.LazyFrame:
        """Every node on every day, with 0 where nothing was, and how many days so far had anything."""
        daily = self.daily(question).group_by("node", "day").agg(pl.col("p").sum(), n=pl.len())
        days = pl.LazyFrame(
            {"day": pl.date_range(question.read_from, question.span[1] - timedelta(days=1), eager=True)}
        )
        grid = daily.select("node").unique().join(days, how="cross").join(daily, on=["node", "day"], how="left")
        return grid.with_columns(pl.col("p", "n").fill_null(0)).sort("node", "day")

    def _to_date(self, question: Question) -> pl.LazyFrame:
        running = pl.col("p", "n").cum_sum().over("node", pl.col("day").dt.truncate("1mo"))
        return (
            self._dense(question).with_columns(running).filter(pl.col("n") > 0).select("node", start="day", value="p")
        )

    def _rolling(self, question: Question) -> pl.LazyFrame:
        running = pl.col("p", "n").cast(pl.Int64).rolling_sum(7, min_samples=1).over("node")
        rows = self._dense(question).with_columns(running)
        rows = rows.filter(pl.col("n") > 0, pl.col("day") >= question.span[0])
        return rows.select("node", start="day", value="p")

    def _growth(self, question: Question) -> pl.LazyFrame:
        now = self._sum(question)
        before = now.select("node", pl.col("start").dt.offset_by("1mo"), before="value")
        grown = (pl.col("value") - pl.col("before")).cast(pl.Float64) / pl.col("before").cast(pl.Float64)
        both = now.join(before, on=["node", "start"]).filter(pl.col("before") != 0)
        return both.select("node", "start", value=grown)


def opened(settings: dict[str, Any]) -> PolarsPeer:
    """Nothing is read before it is asked for."""
    return PolarsPeer(Path(settings["facts"]), Path(settings["given"]))


if __name__ == "__main__":
    serve(opened)
