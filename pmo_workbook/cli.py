"""The command line: reads the clock, calls the workflow, prints. Exit code 0 clean, 1 errors, 2 could not run."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from pathlib import Path
from typing import Any, NoReturn

import click

from pmo_workbook import __version__
from pmo_workbook.cli_publish import diff_files, inspect_file, publish
from pmo_workbook.errors import PmoError
from pmo_workbook.terminal import moment, now, progress

COULD_NOT_RUN = 2

_book = click.argument("workbook", type=click.Path(path_type=Path))
_json = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
_as_of = click.option(
    "--as-of",
    metavar="DATE",
    help="Moment the report is about, such as 2026-06-30 or '2026-06-30 18:00'; default: Settings.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="pmo-workbook")
def cli() -> None:
    """Check, measure and regenerate a PMO workbook. No Excel needed.

    Exit code 0: clean. 1: there are issues with severity error. 2: could not run.
    """


@cli.command()
@_book
@click.option("--sample", is_flag=True, help="Fill it with the sample: a PMO with eighteen months of requests.")
def new(workbook: Path, sample: bool) -> None:
    """Make a new workbook (an .xlsm that is not there yet)."""
    from pmo_workbook.create import new_workbook

    new_workbook(workbook, sample=sample)
    click.echo(f'Made {workbook}{" with the sample" if sample else ""}. Next: pmo-workbook refresh "{workbook}"')


@cli.command()
@_book
@_as_of
@_json
def check(workbook: Path, as_of: str | None, as_json: bool) -> None:
    """Say what is wrong in the sheets; changes nothing."""
    from pmo_workbook import show, workflow

    report = workflow.look(workbook, now(), moment(as_of), progress(as_json))
    show.checked(report, as_json)
    _leave(report.issues)


@cli.command()
@_book
@_as_of
@_json
def refresh(workbook: Path, as_of: str | None, as_json: bool) -> None:
    """Check, measure and regenerate the report tabs in place."""
    from pmo_workbook import show, workflow

    done = workflow.refresh(workbook, now(), moment(as_of), progress(as_json))
    show.refreshed(done, workbook, as_json)
    _leave(done.report.issues)


@cli.command()
@_book
@click.option("--rename", is_flag=True, help="Take over new headers and titles too.")
@click.option("--dry-run", is_flag=True, help="Say what would happen; change nothing.")
@_json
def upgrade(workbook: Path, rename: bool, dry_run: bool, as_json: bool) -> None:
    """Bring a workbook of an earlier template to the present one; the old file stays beside it."""
    from pmo_workbook import show_upgrade
    from pmo_workbook.upgrade import upgrade as bring

    show_upgrade.upgraded(bring(workbook, rename=rename, dry_run=dry_run), as_json)


@cli.command()
@_book
@click.argument("request_id")
@_as_of
@_json
def explain(workbook: Path, request_id: str, as_of: str | None, as_json: bool) -> None:
    """Show how the clocks of one request were counted, so that you can check them by hand."""
    from pmo_workbook import show_request, workflow
    from pmo_workbook.explain import explain as explanation

    report = workflow.look(workbook, now(), moment(as_of), progress(as_json))
    show_request.explained(explanation(report.framework, report.run.as_of, request_id), as_json)


@cli.command("import-log")
@_book
@click.argument("log", type=click.Path(path_type=Path))
@click.option("--mapping", type=click.Path(path_type=Path), help="TOML file that says which column is which.")
@click.option("--suggest", is_flag=True, help="Write a mapping file for the log, for you to look over; import nothing.")
@click.option("--dry-run", is_flag=True, help="Say what would happen; change nothing.")
@_json
def import_log(workbook: Path, log: Path, mapping: Path | None, suggest: bool, dry_run: bool, as_json: bool) -> None:
    """Bring a request log (CSV, .xlsx or XES, flat or one row per event) into Requests and Holds."""
    from pmo_workbook import show
    from pmo_workbook.importing import import_log as bring_in
    from pmo_workbook.importing.suggest import write_suggestion

    if suggest:
        show.suggested(write_suggestion(workbook, log, mapping), as_json)
        return
    show.imported(bring_in(workbook, log, now(), mapping, dry_run=dry_run), as_json)


@cli.command("import-raci")
@_book
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--sheet", help="Title of the sheet that has the matrix; default: the one with the most letters.")
@click.option("--dry-run", is_flag=True, help="Say what was understood; change nothing.")
@click.option("--yes", is_flag=True, help="Write without asking.")
@_json
def import_raci(workbook: Path, file: Path, sheet: str | None, dry_run: bool, yes: bool, as_json: bool) -> None:
    """Bring a RACI matrix (.xlsx, CSV or Markdown, in any shape) into Activities and Roles."""
    from pmo_workbook import show_raci
    from pmo_workbook.importing.raci_matrix import RaciImported
    from pmo_workbook.importing.raci_matrix import import_raci as bring_in

    def wanted(found: RaciImported) -> bool:
        if not as_json:
            show_raci.understood(found)
        if dry_run or yes or not (found.added or found.updated or found.new_roles):
            return yes and not dry_run
        if as_json or not sys.stdin.isatty():
            click.echo("Nobody can be asked here: add --yes to write this.", err=True)
            return False
        return click.confirm("Write this?", default=True)

    show_raci.brought_in(bring_in(workbook, file, sheet, write=wanted), as_json)


@cli.command()
@_book
@click.option("--calendar", "calendar_id", required=True, help="Calendar ID, or All.")
@click.option("--years", required=True, metavar="YEARS", help="Such as 2026 or 2025-2027.")
@click.option("--country", help="Two-letter code; default: the calendar's own.")
@click.option("--subdivision", help="Region of the country; default: the calendar's own.")
@click.option("--dry-run", is_flag=True, help="List the days; change nothing.")
@_json
def holidays(
    workbook: Path,
    calendar_id: str,
    years: str,
    country: str | None,
    subdivision: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Fill the Holidays sheet with a country's public holidays, for you to review."""
    from pmo_workbook import show
    from pmo_workbook.public_holidays import add_holidays

    show.holidays_added(
        add_holidays(workbook, calendar_id, years, country=country, subdivision=subdivision, dry_run=dry_run), as_json
    )


@cli.command()
@click.option(
    "--folder", type=click.Path(path_type=Path), default=Path("demo"), show_default=True, help="Where to make it."
)
def demo(folder: Path) -> None:
    """Make the sample workbook, refresh it, and say where to look."""
    from pmo_workbook import show, workflow
    from pmo_workbook.create import new_workbook

    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "Our PMO.xlsm"
    new_workbook(path, sample=True, replace=True)
    done = workflow.refresh(path, now(), progress=progress(False))
    show.refreshed(done, path, as_json=False)
    show.where_to_look(path)


@cli.command()
def install() -> None:
    """Let the workbook's buttons find this Python; says what else they need."""
    from pmo_workbook.install import install as set_up

    click.echo("\n".join(set_up()))


@cli.command()
def uninstall() -> None:
    """Remove what install wrote; no workbook is touched."""
    from pmo_workbook.install import uninstall as take_away

    click.echo("\n".join(take_away()))


@cli.command()
@click.argument("workbook", type=click.Path(path_type=Path), required=False)
@_json
def doctor(workbook: Path | None, as_json: bool) -> None:
    """Say in plain words what the buttons need and what of it works; with a WORKBOOK, look at it too."""
    from pmo_workbook import show
    from pmo_workbook.doctor import examine

    found = examine(workbook)
    show.examined(found, as_json)
    click.get_current_context().exit(1 if any(one.state == "broken" for one in found) else 0)


@cli.command()
@click.option("--idle-minutes", type=click.FloatRange(0, 24 * 60), default=15, show_default=True)
@click.option("--once", is_flag=True, help="Leave after one click.")
@click.option("--background", is_flag=True, hidden=True, help="Let go of the program that started it.")
def worker(idle_minutes: float, once: bool, background: bool) -> None:
    """Wait for clicks in the open workbook. The first click starts it; start it yourself where Office may not."""
    from pmo_workbook.worker import in_background, work

    if background:
        in_background()
    else:
        click.echo(f"Waiting for clicks; leaves after {idle_minutes:g} idle minutes. Ctrl+C ends it.")
    if not work(idle_minutes, once=once):
        click.echo("Another worker is waiting for clicks already.")


cli.add_command(publish)
cli.add_command(inspect_file)
cli.add_command(diff_files)


def main() -> NoReturn:
    """Run the command line; every foreseen failure is one plain sentence."""
    # a run is short and makes few cycles, but millions of cells through which the collector would go again and again,
    # and once more at the end, where all memory is given back anyway
    gc.disable()
    atexit.register(gc.freeze)
    # no plugin has a say in the models, and a search for some reads about every installed package
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    try:
        code = cli.main(prog_name="pmo-workbook", standalone_mode=False)
    except PmoError as error:
        click.echo(str(error), err=True)
        sys.exit(COULD_NOT_RUN)
    except click.ClickException as error:
        error.show()
        sys.exit(COULD_NOT_RUN)
    except click.Abort:
        click.echo("Stopped; nothing was changed.", err=True)
        sys.exit(COULD_NOT_RUN)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(COULD_NOT_RUN)
    except Exception as error:  # noqa: BLE001 - the last line of defence: a user never sees a traceback
        sys.exit(_unforeseen(error))
    sys.exit(code if isinstance(code, int) else 0)


def _unforeseen(error: Exception) -> int:
    """Put the traceback into a file and one sentence on the screen."""
    import tempfile
    import traceback

    with tempfile.NamedTemporaryFile(
        "w", prefix="pmo-workbook-", suffix=".txt", delete=False, encoding="utf-8"
    ) as details:
        details.write("".join(traceback.format_exception(error)))
    click.echo(
        f"Something unforeseen happened ({type(error).__name__}); the workbook is as it was. "
        f"Please send this file to whoever looks after the PMO workbook: {details.name}",
        err=True,
    )
    return COULD_NOT_RUN


def _leave(issues: tuple[Any, ...]) -> None:
    click.get_current_context().exit(1 if any(issue.severity == "error" for issue in issues) else 0)
