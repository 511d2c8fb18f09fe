"""One row per event; inserted unsealed, numbered and chained by the sealer."""

from __future__ import annotations

from django.db import models


class AuditEvent(models.Model):
    """What an actor did to an object; `number` and `hash` come with the seal."""

    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=10)
    actor_id = models.BigIntegerField()
    actor_name = models.CharField(max_length=200)
    verb = models.CharField(max_length=80)
    object_type = models.CharField(max_length=80)
    object_id = models.CharField(max_length=40)
    object_name = models.CharField(max_length=300)
    # Folded words of object and actor; derived, so the seal does not cover it.
    search_text = models.CharField(max_length=600, default="")
    unit = models.BigIntegerField(null=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    number = models.BigIntegerField(null=True, unique=True)
    previous = models.CharField(max_length=64, default="")
    hash = models.CharField(max_length=64, default="")

    class Meta:
        ordering = ("-id",)
        indexes = [
            models.Index(fields=["object_type", "object_id"]),
            models.Index(fields=["verb"]),
            models.Index(fields=["actor_kind", "actor_id"]),
            models.Index(fields=["unit"]),
            models.Index(fields=["at"]),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.object_name}"
