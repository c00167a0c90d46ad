"""The company folder: plain files a user keeps, read to one checked Company."""

from merit.sources.company_folder.pay_tables import read_pay_decisions
from merit.sources.company_folder.read import read_company

__all__ = ["read_company", "read_pay_decisions"]
