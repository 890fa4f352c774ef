"""`bpm2sop check`: findings on maps."""

from __future__ import annotations

import click

from bpm2sop.cli.talk import (
    FailOn,
    exit_code,
    fail_on_option,
    json_option,
    language_option,
    line_of,
    paths_argument,
    print_json,
    tell,
)
from bpm2sop.model.processmap import FileStatus
from bpm2sop.readers import Limits
from bpm2sop.sources import gather
from bpm2sop.wording import Language, say
from bpm2sop.workspace.drafting import read_checked
from bpm2sop.writers.findings import finding_dict


@click.command("check")
@paths_argument
@language_option
@fail_on_option
@json_option
def command(paths: tuple[str, ...], language: Language, fail_on: FailOn, *, as_json: bool) -> int:
    """Say what the maps in PATH have that a person should look at."""
    files = [read_checked(source, Limits()) for source in gather(paths)]
    findings = [finding for file in files for finding in file.findings]
    if as_json:
        content = [
            {
                "file": file.name,
                "sha256": file.sha256,
                "status": file.status.value,
                "findings": [finding_dict(finding, language) for finding in file.findings],
            }
            for file in files
        ]
        print_json({"schema": "bpm2sop/check/1", "files": content})
    else:
        for finding in findings:
            click.echo(f"{finding.severity}: {line_of(finding, language)}")
    refused = sum(file.status is FileStatus.REFUSED for file in files)
    tell(
        say(
            language,
            "cli.checked",
            files=len(files) - refused,
            findings=len(findings),
            refused=refused,
        )
    )
    return exit_code(findings, fail_on, refused=refused, files=len(files))
