"""发放: a period's statements approved in steps, frozen, exported, marked as paid."""

from ninja import Router

router = Router(tags=["payroll"])
