"""All writes of this app, one module per thing that changes."""

from nhipcau.accounts.services.codes import (
    make_sign_in_code,
    new_code,
    use_sign_in_code,
)
from nhipcau.accounts.services.devices import (
    readmit_device,
    remove_device,
    rest_machine,
    seat_device,
    seat_machine,
)
from nhipcau.accounts.services.pairing import offer_pairing, pair_device
from nhipcau.accounts.services.people import (
    create_person,
    deactivate_person,
    reactivate_person,
    update_person,
)
from nhipcau.accounts.services.reforms import carry_roles
from nhipcau.accounts.services.roles import end_role, grant_role
from nhipcau.accounts.services.sign_in import (
    change_password,
    end_sessions,
    reset_password,
    reset_second_factors,
)

__all__ = [
    "carry_roles",
    "change_password",
    "create_person",
    "deactivate_person",
    "end_role",
    "end_sessions",
    "grant_role",
    "make_sign_in_code",
    "new_code",
    "offer_pairing",
    "pair_device",
    "reactivate_person",
    "readmit_device",
    "remove_device",
    "reset_password",
    "reset_second_factors",
    "rest_machine",
    "seat_device",
    "seat_machine",
    "update_person",
    "use_sign_in_code",
]
