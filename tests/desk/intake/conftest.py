"""The tiny company as a copy of the test's own, its people at their browsers, and exports as platforms write them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from merit.demo.raw_files import layout
from merit_desk.intake import jobs
from merit_desk.intake.models import Upload
from merit_desk.jobs.models import Job
from merit_desk.jobs.tasks import perform
from tests.desk.conftest import client_for, role_account

ORDER = {
    "订单编号": "'2149000000000000001",
    "买家会员名": "小**明",
    "买家应付邮费": "0",
    "买家实际支付金额": "208.00",
    "订单状态": "交易成功",
    "收货人姓名": "王**",
    "收货地址": "浙江省 杭州市 西湖区",
    "联系手机": "13912345678",
    "订单创建时间": "2026-10-21 09:30:00",
    "订单付款时间": "2026-10-21 09:31:00",
    "宝贝总数量": "1",
}


@pytest.fixture
def steward(own_folder):
    """Loads data."""
    return client_for(role_account("steward"))


@pytest.fixture
def at(own_folder):
    """A browser for a role, on the test's own copy."""
    return lambda role: client_for(role_account(role))


def taobao(*rows: dict[str, str], more: tuple[str, ...] = (), renamed: dict[str, str] | None = None) -> bytes:
    """千牛's order report in GB18030: the first row, then the others, each as the first with its own cells."""
    names = [*(name.strip() for name in layout("taobao_orders")), *more]
    lines = [",".join((renamed or {}).get(name, name) for name in names)]
    lines += [",".join((ORDER | row).get(name, "") for name in names) for row in rows]
    return ("\n".join(lines) + "\n").encode("gb18030")


def send(client, content: bytes, name: str = "ExportOrderList202611.csv"):
    """Upload one file."""
    return client.post("/intake/upload/", {"files": SimpleUploadedFile(name, content)})


def sent(client, content: bytes, name: str = "ExportOrderList202611.csv") -> Upload:
    """Upload one file that is taken."""
    answer = send(client, content, name)
    assert answer.status_code == 302, answer.content.decode()
    return Upload.objects.get(pk=int(answer.url.split("/")[-2]))


def read_as(client, upload: Upload, profile: str = "taobao_orders", shop: str = "s1"):
    """Press “load”."""
    return client.post(f"/intake/files/{upload.pk}/", {"profile": profile, "shop": shop, "every": "day"})


def work() -> Job:
    """Carry out what waits, as the worker would; the last job."""
    for job in Job.objects.filter(state="waiting").order_by("pk"):
        perform.call(job.pk)
    return Job.objects.exclude(kind="forecasts.prepare").latest("pk")


@pytest.fixture(autouse=True)
def published(monkeypatch):
    """Figures are not worked out anew for every test; whether they would have been is noted here. Nor are forecasts."""
    times: list[object] = []
    monkeypatch.setattr(jobs, "publish_figures", times.append)
    monkeypatch.setattr(jobs, "prepare_in_background", lambda: None)
    return times
