"""How long a password must be: 14 signs alone, 8 with a second factor.

The figures come from TCVN 14423:2026 and stand in the settings, so an installation
under another rule changes them there.
"""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from nhipcau.accounts.models import Person
from nhipcau.accounts.queries import has_second_factor

LENGTH_ALONE: int = settings.PASSWORD_LENGTH_ALONE
LENGTH_WITH_FACTOR: int = settings.PASSWORD_LENGTH_WITH_FACTOR


class LongEnough:
    """A Django password validator."""

    def validate(self, password: str, user: Person | None = None) -> None:
        """Raises when `password` is too short for this person."""
        factor = user is not None and user.pk and has_second_factor(user)
        least = LENGTH_WITH_FACTOR if factor else LENGTH_ALONE
        if len(password) < least:
            raise ValidationError(
                _("Mật khẩu cần ít nhất %(least)d ký tự.") % {"least": least},
                code="password_too_short",
            )

    def get_help_text(self) -> str:
        """What the form says beforehand."""
        return _(
            "Ít nhất %(alone)d ký tự; ít nhất %(factor)d khi đã bật xác thực hai bước. "
            "Một câu dài dễ nhớ hơn là một mật khẩu ngắn nhiều ký hiệu."
        ) % {"alone": LENGTH_ALONE, "factor": LENGTH_WITH_FACTOR}
