"""All writes of this app, one module per thing that changes."""

from nhipcau.places.services.imports import Imported, import_lines, preview
from nhipcau.places.services.kinds import create_kind
from nhipcau.places.services.places import (
    close_place,
    create_place,
    reopen_place,
    update_place,
)
from nhipcau.places.services.reference import seed_reference_trees
from nhipcau.places.services.sites import (
    close_site,
    create_site,
    proposed_plate,
    reopen_site,
    reorder_sites,
    update_site,
)
from nhipcau.places.services.tree import (
    add_link,
    change_link,
    move_unit,
    rebuild_paths,
    remove_link,
)
from nhipcau.places.services.units import (
    Founding,
    close_unit,
    create_unit,
    reopen_unit,
    succeed,
    update_unit,
)

__all__ = [
    "Founding",
    "Imported",
    "add_link",
    "change_link",
    "close_place",
    "close_site",
    "close_unit",
    "create_kind",
    "create_place",
    "create_site",
    "create_unit",
    "import_lines",
    "move_unit",
    "preview",
    "proposed_plate",
    "rebuild_paths",
    "remove_link",
    "reopen_place",
    "reopen_site",
    "reopen_unit",
    "reorder_sites",
    "seed_reference_trees",
    "succeed",
    "update_place",
    "update_site",
    "update_unit",
]
