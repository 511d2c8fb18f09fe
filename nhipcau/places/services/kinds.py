"""Kinds of units: laws change them, so they are rows that a clerk may add to."""

from __future__ import annotations

from django.db import connections

from nhipcau.audit.services import record
from nhipcau.base.guard import writing
from nhipcau.base.service import service
from nhipcau.core.actor import Actor
from nhipcau.core.refusal import Refusal
from nhipcau.places.models import UnitKind
from nhipcau.places.rules.names import refuse_name

# Ranks leave room between two kinds for one that a law may put there.
STANDARD = (
    ("tinh", "Tỉnh", 10),
    ("thanh-pho", "Thành phố", 10),
    ("huyen", "Huyện", 20),
    ("quan", "Quận", 20),
    ("thi-xa", "Thị xã", 20),
    ("xa", "Xã", 30),
    ("phuong", "Phường", 30),
    ("thi-tran", "Thị trấn", 30),
    ("dac-khu", "Đặc khu", 30),
    ("phong", "Phòng", 40),
    ("truong", "Trường", 40),
    ("dang-uy", "Đảng ủy", 40),
)


def install_standard_kinds(using: str = "default") -> None:
    """Part of installing the tables, like a column's default: nobody's act."""
    if UnitKind._meta.db_table not in connections[using].introspection.table_names():
        return
    if UnitKind.objects.using(using).exists():
        return
    with writing():
        for code, name, rank in STANDARD:
            UnitKind(code=code, name=name, rank=rank).save(using=using)


@service
def create_kind(actor: Actor, *, code: str, name: str, rank: int) -> UnitKind:
    """Adds a kind that a new law brings."""
    refusal = refuse_name(name, 60)
    if refusal:
        raise refusal
    if UnitKind.objects.filter(code=code).exists():
        raise Refusal("code_taken", taken=code)
    kind = UnitKind.objects.create(code=code, name=name, rank=rank)
    record(actor, "places.kind_created", kind, after={"code": code, "rank": rank})
    return kind
