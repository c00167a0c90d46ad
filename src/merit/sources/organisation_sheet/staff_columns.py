"""The columns of a list of staff, by the many names that companies give them."""

from merit.sources.raw_rows import plain_header

COLUMN_WORDS: dict[str, str] = {
    "name": "姓名 名字 员工姓名 员工名称 员工 人员 name employee employeename fullname staff",
    "person": "工号 编号 员工编号 员工号 人员编号 id employeeid staffid employeeno no person",
    "post": "岗位 职位 职务 岗位名称 职位名称 post position title jobtitle job role",
    "team": "部门 团队 所在部门 所属部门 部门名称 所在团队 组织 一级部门 team department dept division",
    "group": "小组 班组 组 组别 二级部门 所在小组 group subteam squad",
    "manager": "上级 直属上级 直接上级 上级姓名 汇报对象 汇报人 领导 直属领导 manager supervisor reportsto leader boss",
    "leads": "是否负责人 部门负责人 团队负责人 是否主管 负责人 islead isleader ismanager leads",
    "from": "入职日期 入职时间 入职 到岗日期 开始日期 加入日期 from startdate start hiredate hired joined joindate",
    "to": "离职日期 离职时间 离职 结束日期 最后工作日 to enddate end leftdate left",
    "status": "状态 员工状态 在职状态 用工状态 人员状态 status employmentstatus",
    "bonus_base": "绩效基数 奖金基数 绩效工资 绩效奖金基数 月度绩效 bonusbase bonus targetbonus",
    "wage": "工资 薪资 月薪 基本工资 底薪 固定工资 合同工资 wage salary basesalary",
}
"""What each column may be called; compared without case, blanks and punctuation."""

_MEANING = {plain_header(word): column for column, words in COLUMN_WORDS.items() for word in words.split()}

YES = frozenset({"是", "√", "✓", "y", "yes", "true", "1", "对", "负责人"})
STATUS_WORDS = {
    "probation": ("试用", "实习", "probation", "trial", "intern"),
    "leave": ("休假", "产假", "请假", "停薪", "leave"),
    "regular": ("正式", "在职", "转正", "regular", "active", "permanent"),
}


def recognised(header: tuple[str, ...]) -> dict[str, int]:
    """Column → its place in the header; of two names for one column the first counts."""
    found: dict[str, int] = {}
    for place, name in enumerate(header):
        meaning = _MEANING.get(plain_header(name.replace("（", "(").partition("(")[0]))
        if meaning is not None:
            found.setdefault(meaning, place)
    return found


LEADING_WORDS = (
    *("总经理", "老板", "创始人", "经理", "主管", "总监", "组长", "负责人", "店长", "厂长"),
    *("manager", "head", "lead", "director", "ceo", "founder", "owner"),
)
"""A post with one of these in its name leads its team, when the list names nobody and there is only one."""
