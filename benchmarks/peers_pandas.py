"""The worker of pandas: the needed columns of the same Parquet files held as frames, one script per KPI.

Needs pandas and pyarrow alone. Frames that are read or joined once are kept, as in a notebook.
"""

from collections.abc import Iterable
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq

from peers_questions import OF_SALES, PEOPLE, Question
from peers_worker import Cell, Peer, plain_cells, serve

ORDER = ["shop", "order_id"]
PERIOD = {"day": "D", "week": "W-SUN", "month": "M"}


class PandasPeer(Peer):
    """Frames by table."""

    version = f"pandas {pd.__version__}"

    def __init__(self, facts: Path, given: Path) -> None:
        self.facts = facts
        self.given = given

    def answer(self, question: Question) -> pd.Series:
        """The value by node and first day of the period."""
        how = getattr(self, f"_{question.asked.how}")
        answered: pd.Series = how(question)
        return answered

    def cells(self, answer: Any, question: Question) -> Iterable[Cell]:
        """Its entries."""
        _ = question
        return plain_cells((node, day.date(), value) for (node, day), value in answer.items())

    def table(self, name: str, *columns: str) -> pd.DataFrame:
        """Those columns of the rows of a fact table that are not replaced."""
        files = sorted(str(each) for each in (self.facts / name).rglob("*.parquet"))
        rows = pq.read_table(files, columns=[*columns, "superseded_at"], partitioning=None).to_pandas()
        return rows[rows["superseded_at"].isna()].drop(columns="superseded_at")

    @cached_property
    def credit(self) -> pd.DataFrame:
        """Who is credited by day."""
        rows = pd.read_parquet(self.given / "credit.parquet").rename(columns={"day": "credit_day"})
        return rows.assign(credit_day=pd.to_datetime(rows["credit_day"]))

    @cached_property
    def stands(self) -> pd.DataFrame:
        """Who stands where by day."""
        rows = pd.read_parquet(self.given / "stands.parquet").rename(columns={"member": "person"})
        return rows.assign(day=pd.to_datetime(rows["day"]))

    @cached_property
    def all_orders(self) -> pd.DataFrame:
        """Valid orders."""
        rows = self.table("orders", *ORDER, "channel", "buyer", "paid_at", "paid_at_day", "invalid_reason")
        rows = rows[rows["invalid_reason"].fillna("") == ""].drop(columns="invalid_reason")
        return rows.assign(day=pd.to_datetime(rows.pop("paid_at_day")), one=1)

    @property
    def orders(self) -> pd.DataFrame:
        """Valid orders that are paid."""
        return self.all_orders.dropna(subset="day")

    @cached_property
    def sales(self) -> pd.DataFrame:
        """The lines of paid valid orders; no more of them than is asked for."""
        lines = self.table("order_lines", *ORDER, "paid_amount")
        joined = lines.merge(self.orders[[*ORDER, "channel", "day"]], on=ORDER)
        return joined.groupby(["shop", "channel", "day"], as_index=False)["paid_amount"].sum()

    @cached_property
    def refunds(self) -> pd.DataFrame:
        """Refunds of valid orders, credited as of the day of payment."""
        rows = self.table("refunds", *ORDER, "amount", "refunded_at_day")
        orders = self.all_orders[[*ORDER, "channel", "day"]].rename(columns={"day": "credit_day"})
        rows = rows.merge(orders, on=ORDER)
        rows["day"] = pd.to_datetime(rows.pop("refunded_at_day"))
        return rows.assign(credit_day=rows["credit_day"].fillna(rows["day"]))

    @cached_property
    def visits(self) -> pd.DataFrame:
        """Visits."""
        rows = self.table("visits", "shop", "channel", "purchased", "started_at_day")
        return rows.assign(
            day=pd.to_datetime(rows.pop("started_at_day")), one=1, bought=rows["purchased"].astype("int64")
        )

    @cached_property
    def talks(self) -> pd.DataFrame:
        """Conversations."""
        times = ("started_at", "first_reply_at", "started_at_day")
        rows = self.table("conversations", "shop", "agent", "reply_seconds", "rounds", *times)
        rows["seconds"] = (rows.pop("first_reply_at") - rows.pop("started_at")).dt.total_seconds()
        rows["rounds"] = rows["rounds"].where(rows["reply_seconds"].notna(), 0)
        return rows.rename(columns={"agent": "subject"}).assign(day=pd.to_datetime(rows.pop("started_at_day")))

    @cached_property
    def stock(self) -> pd.DataFrame:
        """Daily stock of the warehouses."""
        rows = self.table("stock", "day", "warehouse", "on_hand", "unit_cost")
        rows["value"] = rows.pop("on_hand") // 10_000 * rows.pop("unit_cost")
        return rows.rename(columns={"warehouse": "subject"}).assign(day=pd.to_datetime(rows["day"]))

    @cached_property
    def firsts(self) -> pd.DataFrame:
        """The first order of every buyer, and whether the next came within 30 days."""
        paid = self.orders
        paid = paid[paid["buyer"].fillna("") != ""].sort_values(["buyer", "paid_at", "shop", "order_id"])
        until = paid.groupby("buyer")["day"].shift(-1) - paid["day"]
        rows = paid.assign(back=(until <= pd.Timedelta(days=30)).astype("int64"))
        return rows.drop_duplicates("buyer", keep="first")

    def parts(self, kpi: str) -> list[tuple[pd.DataFrame, str, str]]:
        """The rows behind a KPI, the kind of credit, and the column that is summed; of a quotient those of both."""
        if kpi in OF_SALES:
            return [(self.sales, "shop", "paid_amount")]
        match kpi:
            case "orders_paid":
                return [(self.orders, "shop", "one")]
            case "goods_per_order":
                return [(self.sales, "shop", "paid_amount"), (self.orders, "shop", "one")]
            case "refunds_over_sales":
                return [(self.refunds, "shop", "amount"), (self.sales, "shop", "paid_amount")]
            case "cvr_session":
                return [(self.visits, "shop", "bought"), (self.visits, "shop", "one")]
            case "art":
                return [(self.talks, "agent", "reply_seconds"), (self.talks, "agent", "rounds")]
            case "inventory_value":
                return [(self.stock, "warehouse", "value")]
            case _:
                return [(self.firsts, "shop", "back"), (self.firsts, "shop", "one")]

    def daily(self, question: Question) -> list[pd.Series]:
        """By node and day the sum, or both sums of a quotient; those of one subject and day together before credits."""
        found = []
        for rows, kind, column in self.parts(question.asked.kpi):
            held = self._by_subject(rows, question).rename(columns={column: "v"})
            held = held.groupby(["subject", "day", "credit_day"], as_index=False)["v"].sum()
            if question.level in PEOPLE:
                held = self._credited(held, kind, question.level)
                held["v"] *= held["share"]
            else:
                held["node"] = held["subject"]
            found.append(held.groupby(["node", "day"])["v"].sum())
        return found

    def _by_subject(self, rows: pd.DataFrame, question: Question) -> pd.DataFrame:
        """The rows of the span with the subject that credits go by, or the shop or channel itself."""
        low, past = (pd.Timestamp(each) for each in (question.read_from, question.span[1]))
        rows = rows[(rows["day"] >= low) & (rows["day"] < past)]
        if question.level in PEOPLE:
            subject = rows["subject"] if "subject" in rows else rows["shop"]
            return rows.assign(subject=subject, credit_day=rows.get("credit_day", rows["day"]))
        node = "company" if question.level == "company" else rows[question.level]
        return rows.assign(subject=node, credit_day=rows["day"])

    def _credited(self, rows: pd.DataFrame, kind: str, level: str) -> pd.DataFrame:
        credit = self.credit[self.credit["kind"] == kind]
        rows = rows.merge(
            credit[["subject", "credit_day", "person", "share"]], on=["subject", "credit_day"], how="left"
        )
        rows = rows.fillna({"person": "unassigned", "share": 10_000}).astype({"share": "int64"})
        if level == "person":
            return rows.assign(node=rows["person"])
        rows = rows.merge(self.stands, on=["person", "day"])
        return rows.assign(node=rows[level])

    def _summed(self, daily: pd.Series, question: Question) -> pd.Series:
        days = daily.index.get_level_values("day")
        start = days if question.grain == "day" else days.to_period(PERIOD[question.grain]).start_time
        return daily.groupby([daily.index.get_level_values("node"), start.rename("start")]).sum()

    def _sum(self, question: Question) -> pd.Series:
        return self._summed(self.daily(question)[0], question)

    def _ratio(self, question: Question) -> pd.Series:
        part, whole = (self._summed(each, question) for each in self.daily(question))
        whole = whole[whole != 0]
        return part.reindex(whole.index, fill_value=0).astype("float64") / whole.astype("float64")

    def _rows(self, rows: pd.DataFrame, kind: str, question: Question) -> Any:
        """The rows themselves by node and period."""
        held = self._by_subject(rows, question)
        held = (
            self._credited(held, kind, question.level)
            if question.level in PEOPLE
            else held.assign(node=held["subject"])
        )
        days = held["day"]
        start = days if question.grain == "day" else days.dt.to_period(PERIOD[question.grain]).dt.start_time
        return held.assign(start=start).groupby(["node", "start"])

    def _distinct(self, question: Question) -> pd.Series:
        return self._rows(self.orders[["shop", "channel", "day", "buyer"]], "shop", question)["buyer"].nunique()

    def _quantile(self, question: Question) -> pd.Series:
        """The smallest value that nine in ten do not pass; the quantile of pandas counts from 0 to n - 1."""
        rows = self.talks.dropna(subset="seconds").sort_values("seconds")
        groups = self._rows(rows[["shop", "subject", "day", "seconds"]], "agent", question)
        place = (groups["seconds"].transform("size") * 9 + 9) // 10 - 1
        found = groups.obj.sort_values("seconds")
        found = found[found.groupby(["node", "start"]).cumcount() == place]
        return found.set_index(["node", "start"])["seconds"]

    def _last(self, question: Question) -> pd.Series:
        daily = self.daily(question)[0].reset_index()
        start = (
            daily["day"] if question.grain == "day" else daily["day"].dt.to_period(PERIOD[question.grain]).dt.start_time
        )
        daily = daily.assign(start=start)
        newest = daily["day"] == daily.groupby("start")["day"].transform("max")
        return daily[newest].set_index(["node", "start"])["v"]

    def _dense(self, question: Question) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Days by nodes: the sums, 0 where nothing was, and whether anything was."""
        daily = self.daily(question)[0].unstack("node")
        days = pd.date_range(question.read_from, question.span[1] - timedelta(days=1), name="day")
        daily = daily.reindex(days)
        return daily.fillna(0).astype("int64"), daily.notna()

    def _to_date(self, question: Question) -> pd.Series:
        sums, anything = self._dense(question)
        months = sums.index.to_period("M")
        running = sums.groupby(months).cumsum()
        return running.astype("Int64").where(anything.groupby(months).cummax()).T.stack().dropna()

    def _rolling(self, question: Question) -> pd.Series:
        sums, anything = self._dense(question)
        running = sums.cumsum()
        running = running - running.shift(7, fill_value=0)
        running = running.astype("Int64").where(anything.rolling(7, min_periods=1).max() > 0)
        return running[running.index >= pd.Timestamp(question.span[0])].T.stack().dropna()

    def _growth(self, question: Question) -> pd.Series:
        now = self._sum(question)
        months = now.index.get_level_values("start") + pd.DateOffset(months=1)
        before = now.set_axis(pd.MultiIndex.from_arrays([now.index.get_level_values("node"), months]))
        before = before.reindex(now.index)
        return ((now - before).astype("float64") / before[before != 0].astype("float64")).dropna()


def opened(settings: dict[str, Any]) -> PandasPeer:
    """Nothing is read before it is asked for."""
    return PandasPeer(Path(settings["facts"]), Path(settings["given"]))


if __name__ == "__main__":
    serve(opened)
