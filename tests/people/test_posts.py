"""Posts and matters: what a post answers for, and which posts decide, do and must be told."""

from pathlib import Path

from merit.people.posts import Part, matters_of
from merit.sources.company_folder import read_company
from tests.tiny_company import write_tiny_company


def company_with(folder: Path, posts: str, matters: str):
    write_tiny_company(folder)
    (folder / "posts.csv").write_text("post,name,name_en,responsibilities,authority\n" + posts, "utf-8")
    (folder / "matters.csv").write_text("matter,does,decides,told\n" + matters, "utf-8")
    return read_company(folder)


def test_the_warehouse_keeper_may_hold_an_order_and_must_tell_purchasing(tmp_path: Path):
    company, problems = company_with(
        tmp_path,
        "keeper,仓管,Keeper,发货；盘点,库存不足时压单\nbuyer,采购,,备货,\n",
        "库存不足时压单,keeper,keeper,buyer\n",
    )
    assert company is not None, problems
    keeper = company.posts[0]
    assert keeper.title == {"zh": "仓管", "en": "Keeper"}
    assert keeper.responsibilities == ("发货", "盘点")
    assert keeper.authority == ("库存不足时压单",)
    (own,) = matters_of(company.matters, "keeper")
    assert own.parts == (Part.DECIDES, Part.DOES)
    (told,) = matters_of(company.matters, "buyer")
    assert told.parts == (Part.TOLD,)
    assert matters_of(company.matters, "nobody") == []


def test_a_matter_that_names_an_unknown_post_is_warned_of_with_its_line(tmp_path: Path):
    _, problems = company_with(tmp_path, "keeper,仓管,,,\n", "压单,keeper,,bayer\n")
    (found,) = [each for each in problems if each.code == "company.unknown_post"]
    assert (found.place.file, found.place.line, found.place.field) == ("matters.csv", 2, "told")
    assert found.params == {"post": "bayer"}


def test_a_post_described_twice_is_a_problem(tmp_path: Path):
    _, problems = company_with(tmp_path, "keeper,仓管,,,\nkeeper,仓库,,,\n", "")
    assert [each.place.line for each in problems if each.code == "company.row_twice"] == [3]
