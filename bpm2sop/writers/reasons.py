"""Why an element of the map is explained instead of being in a step, in words."""

from bpm2sop.wording import Language, say


def reason_of(why: str, language: Language) -> str:
    """Say the reason that a code stands for; a code without words stands for itself."""
    try:
        return say(language, f"why.{why}")
    except KeyError:
        return why
