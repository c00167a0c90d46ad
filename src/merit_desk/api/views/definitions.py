"""What a company declares: plans, rewards, targets, and every file of its folder, each change checked and kept."""

from dataclasses import replace
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Router

from merit.kernel.exact import plain
from merit.kernel.refusals import NotFoundRefusal
from merit.rewards.plan.reward_plan import RewardPlan
from merit.scores.plan.score_plan import ScorePlan
from merit_desk.accounts.access import Can
from merit_desk.accounts.queries.sight import may_see_node
from merit_desk.accounts.viewer import Viewer
from merit_desk.api.actions.targets import write_targets
from merit_desk.api.asker import viewer_asking
from merit_desk.api.forms.asked import DocumentAsked, TargetsAsked
from merit_desk.api.forms.given import DocumentGiven, Page, PlanGiven, TargetGiven, VersionGiven
from merit_desk.api.queries.pages import page_of
from merit_desk.api.scopes import Scope
from merit_desk.api.views.declared import LIMIT, Cursor, Limit, operation
from merit_desk.documents.actions import Change, replace_document
from merit_desk.documents.queries.current import current, declared_files
from merit_desk.documents.queries.readable import may_read, readable_text
from merit_desk.results.queries.open_company import declared_company

router = Router(tags=["definitions"])
FilePath = Annotated[str, Path(max_length=200)]


@router.get("/plans", **operation("plans", Scope.DEFINITIONS, Page[PlanGiven]))
def plans(request: HttpRequest, limit: Limit = LIMIT, cursor: Cursor = "") -> dict[str, Any]:
    """Score plans and rewards, every version."""
    viewer_asking(request).require(Can.SEE_DEFINITIONS)
    company = declared_company()
    declared: list[tuple[str, str, ScorePlan | RewardPlan]] = [
        *((each.plan, "score", each) for each in company.plans),
        *((each.reward, str(each.kind), each) for each in company.rewards),
    ]
    listed = [
        {
            "plan": name,
            "kind": kind,
            "version": each.version,
            "title": each.title,
            "posts": list(each.audience.posts),
            "file": each.source.file,
        }
        for name, kind, each in declared
    ]
    return page_of(listed, lambda each: (each["plan"], each["kind"], each["version"]), limit, cursor)


@router.get("/targets", **operation("targets", Scope.TARGETS, Page[TargetGiven]))
def targets(request: HttpRequest, limit: Limit = LIMIT, cursor: Cursor = "") -> dict[str, Any]:
    """Rows of targets.csv for nodes in the asker's sight."""
    viewer = viewer_asking(request)
    found = [
        {
            "kpi": each.kpi,
            "node_kind": each.node_kind,
            "node": each.node,
            "period": str(each.period),
            "target": plain(each.target),
            "basis": str(each.basis),
            "start": each.start,
            "reason": each.reason,
        }
        for each in declared_company().targets
        if may_see_node(viewer, each.kpi, each.node_kind, each.node, str(each.period))
    ]
    return page_of(found, _target_key, limit, cursor)


@router.put("/targets", **operation("write_targets", Scope.TARGETS_WRITE, VersionGiven))
def put_targets(request: HttpRequest, asked: TargetsAsked) -> Any:
    """Add or replace rows of targets.csv; all of them or none."""
    rows = [each.model_dump(by_alias=True) for each in asked.rows]
    return write_targets(viewer_asking(request), rows, asked.reason)


@router.get("/documents", **operation("documents", Scope.DEFINITIONS, Page[DocumentGiven]))
def documents(request: HttpRequest, limit: Limit = LIMIT, cursor: Cursor = "") -> dict[str, Any]:
    """Files of the company folder that the asker may read, without their text."""
    viewer = viewer_asking(request)
    listed = [{"path": path, "digest": current(path).digest} for path in declared_files() if may_read(viewer, path)]
    return page_of(listed, lambda each: (each["path"],), limit, cursor)


@router.get("/documents/{path:path}", **operation("document", Scope.DEFINITIONS, DocumentGiven))
def document(request: HttpRequest, path: FilePath) -> Any:
    """One file with its text."""
    viewer = viewer_asking(request)
    _require(viewer, path)
    found = current(path)
    if found.text is None:
        raise NotFoundRefusal("documents.no_such_file", path=path)
    return replace(found, text=readable_text(viewer, path, found.text))


@router.put("/documents/{path:path}", **operation("write_document", Scope.DEFINITIONS_WRITE, VersionGiven))
def put_document(request: HttpRequest, path: FilePath, asked: DocumentAsked) -> Any:
    """Replace a file. 409 with the digest of what stands there when somebody else changed it, or with what is wrong."""
    change = Change(path, asked.text, asked.based_on)
    return replace_document(viewer_asking(request), change, asked.reason)


def _require(viewer: Viewer, path: str) -> None:
    if not may_read(viewer, path):
        raise NotFoundRefusal("documents.no_such_file", path=path)


def _target_key(each: dict[str, Any]) -> tuple[Any, ...]:
    return (each["kpi"], each["node_kind"], each["node"], each["period"], str(each["start"] or ""))
