"""Findings as the contract has them, with their sentences."""

from typing import Any

from bpm2sop.model.findings import Finding
from bpm2sop.wording import Language, messages, say

_MESSAGE, _HINT = "said:message", "said:hint"
"""Parameters of a finding read back from a file, which brings its sentences along (see `readback`)."""

# A file that was refused is told as a finding, with the refusal's code as its rule.
_AREAS = (("finding", "message"), ("refused", "title"))


def finding_words(finding: Finding, language: Language) -> tuple[str, str]:
    """Say what was found and what to do; the second is empty where nothing is to be done."""
    params = dict(finding.params)
    if _MESSAGE in params and _HINT in params:
        return params[_MESSAGE], params[_HINT]
    sentences = messages(language).sentences
    for area, name in _AREAS:
        key = f"{area}.{finding.rule}"
        try:
            message, hint = sentences[f"{key}.{name}"], sentences[f"{key}.hint"]
            return message.format_map(params), hint.format_map(params)
        except KeyError:
            continue
    known = ", ".join(f"{name}: {value}" for name, value in finding.params)
    return say(language, "finding.unworded", rule=finding.rule, params=known), ""


def finding_dict(finding: Finding, language: Language) -> dict[str, Any]:
    """Give a finding as an object of the contract."""
    message, hint = finding_words(finding, language)
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "file": finding.file,
        "line": finding.line,
        "elements": finding.elements,
        "message": message,
        "hint": hint,
    }
