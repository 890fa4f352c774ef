"""`bpm2sop atlas`: the levels, links and codes of a set as a tree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from bpm2sop.atlas import AtlasSettings, Manifest, Page, Proposal, parse_manifest
from bpm2sop.cli.options import (
    fail_on_option,
    json_option,
    language_option,
    level_option,
    manifest_option,
    paths_argument,
)
from bpm2sop.cli.talk import FailOn, exit_code, print_json, progress, tell
from bpm2sop.drafting import Settings
from bpm2sop.errors import Refused, Where
from bpm2sop.model.findings import Finding, Severity
from bpm2sop.sources import gather
from bpm2sop.wording import Language, say
from bpm2sop.workspace import DraftRun, draft_sources
from bpm2sop.workspace.output import atlas_entries
from bpm2sop.writers.findings import finding_dict
from bpm2sop.writers.findings_text import weighed_line


def read_manifest(path: Path | None) -> Manifest | None:
    """Read the manifest that the option names."""
    if path is None:
        return None
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Refused(
            "file-unreadable", Where(file=str(path)), {"detail": error.strerror or ""}
        ) from error
    return parse_manifest(str(path), data)


@click.command("atlas")
@paths_argument
@manifest_option
@level_option
@click.option("--accept-names", is_flag=True, help="Make links of names that are nearly the same.")
@language_option
@fail_on_option
@json_option
def command(
    *,
    paths: tuple[str, ...],
    manifest_path: Path | None,
    level: int,
    language: Language,
    fail_on: FailOn,
    accept_names: bool,
    as_json: bool,
) -> int:
    """Show the maps in PATH as a tree: levels, codes, titles, files, SOPs, and how each link was found."""
    manifest = read_manifest(manifest_path)
    with progress(None, say(language, "cli.drafting")) as done:
        run = draft_sources(
            gather(paths),
            Settings(language=language, cross_functional_level=level),
            manifest=manifest,
            atlas_settings=AtlasSettings(accept_names=accept_names, cross_functional_level=level),
            progress=lambda file: done(file.name),
        )
    refusals = [
        finding for file in run.files for finding in file.findings if file.name in _refused(run)
    ]
    findings = [*refusals, *run.atlas.findings]
    entries = atlas_entries(run)
    if as_json:
        print_json(_report(run, entries, findings, language))
    else:
        _print(run, entries, findings, language)
    words = {
        "pages": len(entries),
        "files": len(run.files) - run.refused,
        "sops": len(run.sops),
        "proposals": len(run.atlas.proposals),
        "findings": len(findings),
        "refused": run.refused,
    }
    tell(say(language, "atlas.told", **words))
    return exit_code(findings, fail_on, refused=run.refused, files=len(run.files))


def _refused(run: DraftRun) -> set[str]:
    """Name the files that could not be read."""
    return {file.name for file in run.files if file.status == "refused"}


def _report(
    run: DraftRun, entries: list[dict[str, Any]], findings: list[Finding], language: Language
) -> dict[str, Any]:
    """Describe the atlas as `bpm2sop/atlas/1`."""
    return {
        "schema": "bpm2sop/atlas/1",
        "atlas": entries,
        "proposals": [_proposal(proposal) for proposal in run.atlas.proposals],
        "findings": [finding_dict(finding, language) for finding in findings],
    }


def _proposal(proposal: Proposal) -> dict[str, Any]:
    """Describe one proposal."""
    return {
        "file": proposal.file,
        "element": proposal.element,
        "name": proposal.name,
        "page": proposal.page,
        "title": proposal.title,
        "score": proposal.score,
    }


def _print(
    run: DraftRun, entries: list[dict[str, Any]], findings: list[Finding], language: Language
) -> None:
    """Print the tree, then proposals and findings."""
    sops = {entry["key"]: entry["sop"] for entry in entries}
    for stem, page in tree(run.atlas.pages):
        click.echo(_safe(f"{stem}{_line(page, language, has_sop=sops[page.key] is not None)}"))
    if run.atlas.proposals:
        click.echo("\n" + say(language, "atlas.proposals"))
        for proposal in run.atlas.proposals:
            click.echo(_safe("  " + say(language, "atlas.proposal", **_proposal(proposal))))
    said = [finding for finding in findings if finding.severity is not Severity.INFO]
    if said:
        click.echo("\n" + say(language, "atlas.findings"))
        for finding in said:
            click.echo(_safe(f"  {weighed_line(finding, language)}"))


def tree(pages: tuple[Page, ...]) -> Iterator[tuple[str, Page]]:
    """Give each page with the branches that lead to it; a parent comes before its children."""
    children: dict[str | None, list[Page]] = defaultdict(list)
    for page in pages:
        children[page.parent].append(page)
    work: list[tuple[str, str, Page]] = [("", "", page) for page in reversed(children[None])]
    while work:
        stem, below, page = work.pop()
        yield stem, page
        inner = children[page.key]
        for at, child in reversed(list(enumerate(inner))):
            last = at == len(inner) - 1
            work.append(
                (below + ("└── " if last else "├── "), below + ("    " if last else "│   "), child)
            )


def _line(page: Page, language: Language, *, has_sop: bool) -> str:
    """Put a page in one line."""
    level = say(language, "atlas.level", level=page.level)
    notes = [
        page.file.replace("\\", "/").rpartition("/")[2],
        say(language, "atlas.sop" if has_sop else "atlas.no_sop"),
    ]
    if page.link is not None:
        notes.append(
            say(language, f"atlas.link_{page.link}")
            + (f" {page.confidence:.2f}" if page.confidence < 1 else "")
        )
    if page.owner:
        notes.append(page.owner)
    return f"{level} {page.code + ' ' if page.code else ''}{page.title}  [{', '.join(notes)}]"


def _safe(text: str) -> str:
    """Show control characters instead of obeying them."""
    return "".join(c if c == "\n" or c.isprintable() else f"\\x{ord(c):02x}" for c in text)
