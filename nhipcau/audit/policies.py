"""Who may read the log."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

READ = "audit.read"
RIGHTS: dict[str, str | Promise] = {READ: _("đọc nhật ký")}
