"""Seal a period: freeze its result beside the definitions and the fingerprint of the data it was made of."""

from merit.closing.compute import computed_period
from merit.closing.sealed_period import Seal, code_version, definition_files, fingerprint, seal_text, sealed_folder
from merit.kernel.period import Period
from merit.kernel.problems import has_errors
from merit.kernel.refusals import ConflictRefusal, PeriodClosedRefusal
from merit.reports.result_files import result_files, write_folder
from merit.run import broken_steps
from merit.workspace import Workspace


def seal_period(workspace: Workspace, period: Period) -> Seal:
    """Compute the period and write sealed/<period>/, all or nothing.

    Raises PeriodClosedRefusal when it is sealed already, ConflictRefusal when errors stand or a working does not
    replay: an unexplained figure is never sealed.
    """
    place = sealed_folder(workspace.folder, period)
    if place.exists():
        raise PeriodClosedRefusal("closing.already_sealed", period=str(period))
    result = computed_period(workspace, period)
    if has_errors(result.problems):
        raise ConflictRefusal("closing.result_has_errors", period=str(period), count=len(result.problems))
    if broken := broken_steps(result):
        raise ConflictRefusal("closing.working_does_not_replay", rule=broken[0], count=len(broken))
    results, definitions = result_files(result), definition_files(workspace.folder)
    as_of = workspace.figures.as_of
    seal = Seal(
        period=str(period),
        as_of=as_of.isoformat() if as_of else "",
        data=workspace.snapshot.fingerprint,
        definitions=fingerprint(definitions),
        result=fingerprint(results),
        merit=code_version(),
    )
    files = {"seal.json": seal_text(seal)}
    files |= {f"definitions/{name}": content for name, content in definitions.items()}
    files |= {f"results/{name}": content for name, content in results.items()}
    write_folder(place, files)
    return seal
