"""The company folder: plain files a user keeps, read to one checked Company."""

from merit.sources.company_folder.read import read_company

__all__ = ["read_company"]
