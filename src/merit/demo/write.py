"""Writes the demo company: makes the facts in the order in which things happen, then the files."""

from pathlib import Path

from merit.demo.ad_tests import write_ad_tests
from merit.demo.conversations import make_conversations
from merit.demo.definitions import write_definitions
from merit.demo.douyin_export import write_douyin
from merit.demo.experiments import write_experiments
from merit.demo.orders import make_lines, make_orders
from merit.demo.owners import write_owners
from merit.demo.people import make_staff
from merit.demo.planted import with_stories_of_service
from merit.demo.platform_days import make_reported, write_figures, write_platform_days
from merit.demo.platform_money import write_platform_money
from merit.demo.product_ratings import make_ratings
from merit.demo.refunds import cancelled_orders, make_refunds
from merit.demo.sales_tables import make_sales, write_sales
from merit.demo.service_days import write_service_days
from merit.demo.service_tables import selling_agents, write_service
from merit.demo.setting import Setting
from merit.demo.shop_scores import write_shop_scores
from merit.demo.staff_accounts import write_staff_accounts
from merit.demo.stories import write_raw_readme
from merit.demo.story_list import write_stories
from merit.demo.supply_plans import write_supply_plans
from merit.demo.taobao_export import write_taobao
from merit.demo.traffic import make_ads, make_traffic, write_traffic
from merit.demo.warehouse import write_warehouse
from merit.demo.website import write_website
from merit.demo.work import write_work
from merit.kernel.period import Grain, Period


def write_demo(folder: Path, seed: int, end: Period) -> None:
    """A complete company folder whose last month is that of `end`; files of the same names are replaced."""
    write_setting(folder, Setting(seed, Period.containing(end.last, Grain.MONTH)))


def write_setting(folder: Path, setting: Setting) -> None:
    """The same at another length or scale."""
    folder.mkdir(parents=True, exist_ok=True)
    staff = make_staff(setting)
    ordered = make_orders(setting)
    lines = make_lines(setting, ordered)
    refunds = make_refunds(setting, ordered, lines)
    shipped = cancelled_orders(ordered, lines, refunds)
    answered = make_conversations(setting, staff, shipped)
    orders, service = with_stories_of_service(setting, staff, shipped, answered)
    sales = make_sales(orders, lines, refunds)
    ratings = make_ratings(setting, sales)
    traffic, ads = make_traffic(setting, sales), make_ads(setting, sales)
    reported = make_reported(setting, sales, traffic, ads)
    write_sales(folder, sales, selling_agents(sales, service.agents, service.talks))
    write_platform_money(folder, setting, sales)
    spoiled = [*write_taobao(folder, setting, sales), *write_douyin(folder, setting, sales)]
    write_service(folder, setting, sales, service, ratings)
    write_service_days(folder, setting, sales, service)
    write_shop_scores(folder, setting, sales, (ratings, service.talks))
    write_supply_plans(folder, setting, sales, write_warehouse(folder, setting, staff, sales))
    write_traffic(folder, setting, traffic, ads)
    write_platform_days(folder, setting, reported, traffic)
    write_ad_tests(folder, setting, ads)
    write_experiments(folder, setting, staff, service.talks)
    write_staff_accounts(folder, setting, staff, sales)
    write_owners(folder, setting, staff, sales)
    write_website(folder, setting)
    write_work(folder, setting, staff, sales)
    write_raw_readme(folder, spoiled)
    write_definitions(folder, setting, staff, sales)
    write_stories(folder, setting, staff, sales, service)
    write_figures(folder, setting, reported)
