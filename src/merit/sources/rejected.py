"""Rows that could not be taken over: kept with reason, file, line and what stood there, personal cells hidden.

The folder `rejected/` always shows the last load: a mended file leaves nothing behind.
"""

import csv
import json
import shutil
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from merit.kernel.problems import Problem
from merit.sources.parsing.ids import clean_id, hidden_text
from merit.sources.parsing.parsed import EMPTY_MARKS
from merit.sources.raw_rows import plain_header

FOLDER = "rejected"
MASK = "***"
_OLD_COLUMNS = ("reason", "params", "file", "line", "column")
_FIRST_COLUMNS = (*_OLD_COLUMNS, "row_mark")

_PERSONAL = """
买家会员名 买家支付宝账号 收货人姓名 收货地址 联系电话 联系手机 修改后的收货地址 买家留言 发票抬头 收件人
收件人手机号 详细地址 街道 用户购买手机号 消费者资料 配送员手机号 充值号码
下单帐号 客户姓名 客户地址 交易对方 收货人 手机号 电话 手机 身份证号
Email Phone Billing_Name Billing_Street Billing_Address1 Billing_Address2 Billing_Company Billing_Zip Billing_Phone
Shipping_Name Shipping_Street Shipping_Address1 Shipping_Address2 Shipping_Company Shipping_Zip Shipping_Phone
customer_ip_address
"""
ALWAYS_PERSONAL = frozenset(map(plain_header, _PERSONAL.split()))
"""Headers under which platforms export personal data; such cells are never written down again."""


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """One row of a user's file that was not taken over, and every reason; the place is the row's."""

    file: str
    line: int
    problems: tuple[Problem, ...]
    header: tuple[str, ...]
    cells: tuple[str, ...]
    row_mark: str = ""
    """Names the row as it stood, so that a correction of it is put into no other; empty where none can be made."""


@dataclass(frozen=True, slots=True)
class Privacy:
    """Which headers are personal: hashed ones can still be told apart, the others are masked."""

    salt: bytes
    hashed: frozenset[str]
    masked: frozenset[str]

    def hide(self, header: Sequence[str], cells: Sequence[str]) -> tuple[str, ...]:
        """The cells of one row as they may be written down. Of a row that does not fit its header, what stands
        from the first personal column on is masked, because cells may have moved."""
        names = [plain_header(name) for name in header]
        if len(cells) == len(names):
            return tuple(self._hidden(name, cell) for name, cell in zip(names, cells, strict=True))
        first = next((at for at, name in enumerate(names) if name in self.hashed | self.masked), len(cells))
        return tuple(cell if at < first else MASK for at, cell in enumerate(cells))

    def _hidden(self, name: str, cell: str) -> str:
        if cell.strip() in EMPTY_MARKS:
            return cell
        if name in self.hashed:
            plain = clean_id(cell)
            return hidden_text(plain if isinstance(plain, str) else cell, self.salt)
        return MASK if name in self.masked else cell


@dataclass(slots=True)
class RejectBook:
    """Collects the rejected rows of one load beside the old ones, and takes their place when the load has ended."""

    company: Path
    written: set[str] = field(default_factory=set)

    @property
    def draft(self) -> Path:
        """Where the rows are collected."""
        return self.company / ".merit" / "rejecting"

    def begin(self) -> None:
        """Start empty, whatever an interrupted load has left."""
        shutil.rmtree(self.draft, ignore_errors=True)
        self.draft.mkdir(parents=True)

    def add(self, rows: Sequence[RejectedRow]) -> None:
        """Write rows of one file down."""
        if not rows:
            return
        name = reject_name(rows[0].file)
        with (self.draft / name).open("a", encoding="utf-8", newline="", errors="backslashreplace") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            if name not in self.written:
                stream.write("\ufeff")
                writer.writerow([*_FIRST_COLUMNS, *rows[0].header])
                self.written.add(name)
            writer.writerows(_written(row) for row in rows)

    def give_up(self) -> None:
        """Forget what was collected; `rejected/` keeps showing the load before."""
        shutil.rmtree(self.draft, ignore_errors=True)

    def publish(self, of_files: Collection[str] | None = None) -> None:
        """Put the collected rows in the place of those of the load before; each file is replaced at once.

        A load of some files alone (`of_files`) leaves the rows of the others.
        """
        target = self.company / FOLDER
        read = None if of_files is None else {reject_name(file) for file in of_files}
        if target.is_dir():
            for old in target.glob("*.csv"):
                if old.name not in self.written and (read is None or old.name in read) and _is_ours(old):
                    old.unlink()
        for name in sorted(self.written):
            target.mkdir(exist_ok=True)
            (self.draft / name).replace(target / name)
        shutil.rmtree(self.draft, ignore_errors=True)


def reject_name(file: str) -> str:
    """The file in `rejected/` for a source file: `raw/tb/orders.csv` → `raw_tb_orders.csv.csv`."""
    return file.replace("\\", "/").strip("/").replace("../", "").replace("/", "_") + ".csv"


def _written(row: RejectedRow) -> list[str]:
    reasons = " ".join(dict.fromkeys(problem.code for problem in row.problems))
    params = json.dumps([problem.params for problem in row.problems], ensure_ascii=False, sort_keys=True)
    columns = " ".join(dict.fromkeys(problem.place.field for problem in row.problems if problem.place.field))
    return [reasons, params, row.file, str(row.line), columns, row.row_mark, *row.cells]


def _is_ours(file: Path) -> bool:
    with file.open(encoding="utf-8-sig", errors="replace") as stream:
        return stream.readline().startswith(",".join(_OLD_COLUMNS))
