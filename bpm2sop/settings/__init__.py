"""What an agency may set: one TOML file, the profile, with its list of accepted phrases."""

from bpm2sop.settings.loading import SHIPPED, load_profile, read_profile, shipped
from bpm2sop.settings.logo import Logo, read_logo
from bpm2sop.settings.profile import (
    ActorOrder,
    Actors,
    Classes,
    Coverage,
    Decisions,
    Documents,
    Form,
    Numbering,
    Paper,
    Profile,
    Review,
    Texts,
    Unit,
)
from bpm2sop.settings.reading import parse_profile
from bpm2sop.settings.template import TemplateError, fill, placeholders
from bpm2sop.settings.wordlist import pair_key, parse_wording

__all__ = [
    "SHIPPED",
    "ActorOrder",
    "Actors",
    "Classes",
    "Coverage",
    "Decisions",
    "Documents",
    "Form",
    "Logo",
    "Numbering",
    "Paper",
    "Profile",
    "Review",
    "TemplateError",
    "Texts",
    "Unit",
    "fill",
    "load_profile",
    "pair_key",
    "parse_profile",
    "parse_wording",
    "placeholders",
    "read_logo",
    "read_profile",
    "shipped",
]
