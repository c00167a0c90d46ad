"""Addresses of the pay runs."""

from django.urls import path

from merit_desk.payroll.views import back, money, runs, steps

app_name = "payroll"
_PERSON = "<int:number>/people/<str:person>"
urlpatterns = [
    path("", runs.runs, name="runs"),
    path("begin/", runs.begin, name="begin"),
    path("ledger/", back.ledger, name="ledger"),
    path("ledger/check/", back.check_now, name="check_ledger"),
    path("<int:number>/", runs.run, name="run"),
    path("<int:number>/send/", steps.send, name="send"),
    path("<int:number>/agree/", steps.agree, name="agree"),
    path(f"{_PERSON}/return/", steps.return_slip, name="return_slip"),
    path(f"{_PERSON}/mend/", steps.mend_slip, name="mend_slip"),
    path(f"{_PERSON}/transfer/", money.transfer, name="transfer"),
    path(f"{_PERSON}/payslip.pdf", money.payslip, name="payslip"),
    path("<int:number>/approve/", steps.approve, name="approve"),
    path("<int:number>/return/", steps.give_back, name="give_back"),
    path("<int:number>/freeze/ask/", steps.ask_freeze, name="ask_freeze"),
    path("<int:number>/freeze/", steps.freeze, name="freeze"),
    path("<int:number>/files/", money.files, name="files"),
    path("<int:number>/files/take/", money.take_file, name="take_file"),
    path("<int:number>/pay/", money.pay, name="pay"),
    path("<int:number>/refunds/", back.refunds, name="refunds"),
    path("<int:number>/refunds/<str:person>/<str:reward>/<int:line>/", back.refunds_of, name="refunds_of"),
]
