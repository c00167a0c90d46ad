"""A statement shows every line, the multiplication of the bonus, and the scorecard below it; each figure opens."""

from tests.desk.pages import links, text

CAT = "/periods/2026-10/people/cat/"


def test_a_bonus_shows_its_multiplication(reader):
    told = text(reader.get(CAT))
    assert "3,704.40" in told
    assert "基数 3,000.00 个人 A 1.20 部门 1.05 公司 0.98 在岗 100%" in told


def test_the_scorecard_shows_actual_target_points_and_weight(reader):
    told = text(reader.get(CAT))
    assert "三分钟人工响应率 90.00% 90.00% 100.00% 100.00 50% 50.00" in told
    assert "总分 在岗 100% A 97.00" in told


def test_a_transfer_shows_its_segments(reader):
    told = text(reader.get("/periods/2026-10/people/ann/"))
    assert "10-01–10-11" in told
    assert "10-12–10-31" in told
    assert "86.67" in told


def test_lines_add_up_to_what_is_payable(reader):
    told = text(reader.get("/periods/2026-10/why/payable/ann/"))
    assert "39.00 元" in told
    assert "提成" in told
    assert "−" in told  # the refund is taken back


def test_every_figure_of_a_statement_opens(reader):
    page = reader.get(CAT)
    opened = [link for link in links(page) if "/why/" in link]
    assert len(opened) > 10
    assert {reader.get(link).status_code for link in opened} == {200}
