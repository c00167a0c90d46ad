"""Who is credited for what: shops, service accounts, campaigns, parcels, suppliers, accounts and pages, over time."""

from datetime import date, timedelta
from typing import cast

from merit.demo.people import (
    LEAVER,
    LEAVING_DAY,
    NEW_OPERATOR,
    TRANSFER_DAY,
    TRANSFERRED,
    Member,
    Place,
    Staff,
    day_before,
)
from merit.demo.setting import Setting, rows, world

HEADER = ("kind", "subject", "person", "share", "role", "from", "to")
Row = tuple[object, ...]

CAMPAIGNS: tuple[tuple[str, str, int], ...] = (
    ("tb-直通车-床品", "tb", 1),
    ("tb-万相台-拉新", "tb", 2),
    ("tb-引力魔方-锅具", "tb", 1),
    ("jd-京东快车-餐具", "jd", 3),
    ("jd-京准通-大促", "jd", 3),
    ("pdd-全站推广", "pdd", 4),
    ("pdd-搜索推广-收纳", "pdd", 4),
    ("dy-千川-短视频", "dy", 2),
    ("dy-千川-直播间", "dy", 5),
    ("dy-随心推-杯壶", "dy", 5),
)
"""Campaign, shop, and the slot of the advertiser who runs it."""
BURNING_CAMPAIGN = "dy-千川-直播间"

ACCOUNTS: tuple[tuple[str, str, str, int], ...] = (
    ("抖音-青禾家居", "douyin", "streamer", 1),
    ("抖音-青禾厨房", "douyin", "streamer", 2),
    ("淘宝直播-青禾", "taobao_live", "streamer", 3),
    ("小红书-青禾生活", "xiaohongshu", "content_creator", 1),
    ("公众号-青禾家居", "wechat", "content_creator", 2),
    ("微博-青禾家居", "weibo", "content_creator", 3),
    ("视频号-青禾", "wechat_video", "content_creator", 4),
)
BUYER_OF_SUPPLIER = (0, 1, 2, 3, 4, 4, 0, 1)
"""Which of the buyers deals with the first, second… supplier."""
PAGES = ("home", "list", "detail", "cart", "checkout", "member")
SITES = ("shop.qinghe.example", "erp.qinghe.example")
KEYWORDS = (
    "四件套",
    "长绒棉四件套",
    "蚕丝被",
    "乳胶枕",
    "不粘锅",
    "珐琅锅",
    "餐具套装",
    "收纳箱",
    "保温杯",
    "青禾家居",
    "青禾四件套",
    "厨房置物架",
)
BRAND_KEYWORDS = frozenset({"青禾家居", "青禾四件套"})


def agent_accounts(staff: Staff) -> list[tuple[str, Member]]:
    """The service account of every agent, former ones too."""
    agents = staff.holding("cs_agent")
    return [(f"青禾家居:{name}", member) for name, member in zip(world()["nicknames"], agents, strict=True)]


def account_of(staff: Staff, place: Place) -> str:
    """The service account of the agent in that place."""
    return next(account for account, member in agent_accounts(staff) if member == staff.at(place))


def packer_badges(staff: Staff) -> list[tuple[str, Member]]:
    """The badge with which a packer signs a parcel."""
    return [(f"PK{number:02d}", member) for number, member in enumerate(staff.holding("packer"), start=1)]


def credit_rows(setting: Setting, staff: Staff) -> list[Row]:
    """credits.csv; the files name last days."""
    return [(*row[:-1], day_before(cast("date | None", row[-1]))) for row in _all_shares(setting, staff)]


def _all_shares(setting: Setting, staff: Staff) -> list[Row]:
    return [
        *_shops(setting, staff),
        *_agents(setting, staff),
        *_campaigns(setting, staff),
        *(("packer", badge, member.person, "1", "", None, None) for badge, member in packer_badges(staff)),
        ("warehouse", "wh_hz", staff.leader("wh_east").person, "1", "", None, None),
        ("warehouse", "wh_cd", staff.leader("wh_west").person, "1", "", None, None),
        *_suppliers(staff),
        *_content(staff),
        *_pages(staff),
    ]


def _shops(setting: Setting, staff: Staff) -> list[Row]:
    """Pairs of 60 and 40 %; a tenth of one shop was nobody's at first; a newcomer and a transfer change the shares."""
    east = [member.person for member in staff.holding("operator", "ops_a")]
    west = [member.person for member in staff.holding("operator", "ops_b")]
    changed = setting.month(min(6, setting.months - 1)).start
    came = staff.at(NEW_OPERATOR).joined
    moved = setting.end.start + timedelta(days=TRANSFER_DAY - 1)
    shares: list[tuple[str, str, str, date | None, date | None]] = [
        ("tb", east[0], "0.6", None, changed),
        ("tb", east[1], "0.4", None, changed),
        ("tb", east[0], "0.5", changed, None),
        ("tb", east[1], "0.5", changed, None),
        ("jd", east[2], "0.6", None, None),
        ("jd", east[3], "0.4", None, None),
        ("pdd", west[0], "0.6", None, moved),
        ("pdd", west[1], "0.3", None, moved),
        ("pdd", west[0], "0.5", moved, None),
        ("pdd", west[1], "0.3", moved, None),
        ("pdd", staff.at(TRANSFERRED).person, "0.2", moved, None),
        ("dy", west[2], "1", None, came),
        ("dy", west[2], "0.6", came, None),
        ("dy", staff.at(NEW_OPERATOR).person, "0.4", came, None),
    ]
    return [("shop", shop, person, share, "", start, end) for shop, person, share, start, end in shares]


def _agents(setting: Setting, staff: Staff) -> list[Row]:
    moved = setting.end.start + timedelta(days=TRANSFER_DAY - 1)
    transferred = staff.at(TRANSFERRED)
    return [
        ("agent", account, member.person, "1", "", member.joined, moved if member == transferred else member.left)
        for account, member in agent_accounts(staff)
    ]


def _campaigns(setting: Setting, staff: Staff) -> list[Row]:
    """The leaver's campaigns go to the lead from the day after."""
    people = {member.slot: member for member in staff.holding("advertiser")}
    left = setting.end.start + timedelta(days=LEAVING_DAY - 1)
    handed = staff.at(LEAVER)
    found: list[Row] = []
    for campaign, _, slot in CAMPAIGNS:
        end = left if people[slot] == handed else None
        found.append(("campaign", campaign, people[slot].person, "1", "", None, end))
        if end:
            found.append(("campaign", campaign, staff.leader("ads").person, "1", "", left, None))
    return found


def _suppliers(staff: Staff) -> list[Row]:
    buyers = staff.holding("buyer")
    found: list[Row] = []
    for supplier, slot in zip(world()["suppliers"], BUYER_OF_SUPPLIER, strict=True):
        found.append(("supplier", supplier, buyers[slot].person, "1", "", None, None))
    for number, category in enumerate(dict.fromkeys(row["category"] for row in rows("products.csv"))):
        found.append(("category", category, buyers[number % len(buyers)].person, "1", "", None, None))
    return found


def _content(staff: Staff) -> list[Row]:
    found: list[Row] = []
    for account, _, post, slot in ACCOUNTS:
        found.append(("account", account, staff.holding(post)[slot - 1].person, "1", "", None, None))
    writers = staff.holding("content_creator")
    for number, keyword in enumerate(KEYWORDS):
        found.append(("keyword", keyword, writers[(0, 1, 3)[number % 3]].person, "1", "", None, None))
    return found


def _pages(staff: Staff) -> list[Row]:
    developers = staff.holding("developer")
    names = (*PAGES, *SITES)
    return [
        ("page", page, developers[number % len(developers)].person, "1", "", None, None)
        for number, page in enumerate(names)
    ]
