"""How every form draws itself: through `components/field.html`."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Fields and whole forms take our templates; widgets take Django's."""

    form_template_name = "components/fields.html"
    field_template_name = "components/field.html"
