"""发放: a period's statements approved in steps, frozen, exported, marked as paid."""

from ninja import Router

from merit_desk.api.views.pay_money import router as money
from merit_desk.api.views.pay_runs import router as runs

router = Router(tags=["payroll"])
for _part in (runs, money):
    router.add_router("", _part)
