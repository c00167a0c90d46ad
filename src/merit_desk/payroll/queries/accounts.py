"""Account numbers, which Merit does not keep: read from the company's own file for the moment of an export."""

import csv
import io
import os
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from merit.kernel.refusals import ConflictRefusal

FILE = "bank_accounts.csv"
ELSEWHERE = "MERIT_BANK_ACCOUNTS"
"""The path of the file where it lies outside of the company folder, as it should."""
_SHOWN = 4


@dataclass(frozen=True, slots=True)
class BankAccount:
    """One row: person, account, bank, and in whose name it is."""

    person: str
    account: str
    bank: str
    holder: str

    @property
    def masked(self) -> str:
        """The last four digits."""
        return "•" * 4 + self.account[-_SHOWN:] if len(self.account) > _SHOWN else "•" * 4


def accounts_file() -> Path:
    """Where the file lies or would lie."""
    return Path(os.environ.get(ELSEWHERE) or settings.MERIT_COMPANY / FILE)


def bank_accounts() -> dict[str, BankAccount]:
    """By person. Raises ConflictRefusal when there is no file, or one that cannot be read."""
    path = accounts_file()
    try:
        content = path.read_bytes()
    except OSError:
        raise ConflictRefusal("payroll.no_accounts_file", file=path.name) from None
    rows = csv.DictReader(io.StringIO(_decoded(content)))
    missing = {"person", "account"} - set(rows.fieldnames or ())
    if missing:
        raise ConflictRefusal("payroll.accounts_columns", file=path.name, columns=", ".join(sorted(missing)))
    found = (_account(row) for row in rows)
    return {each.person: each for each in found if each.person and each.account}


def _account(row: dict[str, str | None]) -> BankAccount:
    def cell(name: str) -> str:
        return (row.get(name) or "").strip()

    return BankAccount(cell("person"), cell("account").replace(" ", ""), cell("bank"), cell("holder"))


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030", errors="replace")
