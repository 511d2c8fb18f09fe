"""Two real trees: Núi Thành in 2020 and the communes that followed in 2025.

Units, codes of the statistics office, areas and people are public facts; they are
known here from 01/01/2020 on. Codes of the communes of 2025 are not in our sources
and stay empty. Coordinates serve the demo and are no survey; see `SOURCE`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

KNOWN_SINCE = date(2020, 1, 1)
REFORM = date(2025, 7, 1)
DISTRICT_CODE = "517"
SOURCE = "tọa độ minh họa (demo), không phải số liệu khảo sát"
COMMUNE_LAW = "Nghị quyết 1659/NQ-UBTVQH15"
PROVINCE_LAW = "Nghị quyết 202/2025/QH15"


@dataclass(frozen=True)
class Commune:
    """One of the 17 units of 2020, with its office."""

    code: str
    name: str
    kind: str
    latitude: str
    longitude: str


@dataclass(frozen=True)
class Merged:
    """One of the communes of 2025 and the units it was formed from."""

    name: str
    old: tuple[str, ...]
    area_km2: str
    people: int


COMMUNES = (
    Commune("20965", "Núi Thành", "thi-tran", "15.4322", "108.6604"),
    Commune("20968", "Tam Xuân I", "xa", "15.5400", "108.5077"),
    Commune("20971", "Tam Xuân II", "xa", "15.5339", "108.5388"),
    Commune("20974", "Tam Tiến", "xa", "15.560", "108.580"),
    Commune("20977", "Tam Sơn", "xa", "15.4399", "108.4718"),
    Commune("20980", "Tam Thạnh", "xa", "15.463", "108.546"),
    Commune("20983", "Tam Anh Bắc", "xa", "15.5192", "108.5598"),
    Commune("20984", "Tam Anh Nam", "xa", "15.4844", "108.5834"),
    Commune("20986", "Tam Hòa", "xa", "15.5060", "108.6089"),
    Commune("20989", "Tam Hiệp", "xa", "15.450", "108.635"),
    Commune("20992", "Tam Hải", "xa", "15.4860", "108.6696"),
    Commune("20995", "Tam Giang", "xa", "15.455", "108.668"),
    Commune("20998", "Tam Quang", "xa", "15.462", "108.686"),
    Commune("21001", "Tam Nghĩa", "xa", "15.400", "108.705"),
    Commune("21004", "Tam Mỹ Tây", "xa", "15.4108", "108.6132"),
    Commune("21005", "Tam Mỹ Đông", "xa", "15.4134", "108.6419"),
    Commune("21007", "Tam Trà", "xa", "15.3514", "108.5107"),
)

# Tam Hải (k93), the sixth commune of the area, was left unchanged.
MERGED = (
    Merged("Núi Thành", ("20965", "20998", "21001", "20989", "20995"), "124.75", 69406),
    Merged("Tam Mỹ", ("21005", "21004", "21007"), "173.14", 18064),
    Merged("Tam Anh", ("20986", "20983", "20984"), "68.84", 31026),
    Merged("Đức Phú", ("20977", "20980"), "108.97", 9240),
    Merged("Tam Xuân", ("20968", "20971", "20974"), "66.92", 42834),
)
KEPT = "20992"
KEPT_AREA_KM2, KEPT_PEOPLE = "13.32", 10312

# What the demo district already has; the article names the province's room and
# the Party hall, the equipment is an example.
EQUIPMENT_OLD_ROOM = (
    "Codec H.323 của phòng họp trực tuyến với tỉnh, 2 ti-vi 65 inch, "
    "micrô cổ ngỗng (ví dụ, demo)"
)
EQUIPMENT_COMMUNE = "Máy tính, webcam, loa hội nghị, ti-vi 55 inch (ví dụ, demo)"
EQUIPMENT_HALL = "Bàn trộn âm thanh 16 kênh, máy chiếu, 2 camera PTZ (ví dụ, demo)"
TECHNICIAN = "Kỹ thuật {site} (demo)"
# No number of a subscriber begins with a zero: nobody's telephone rings.
HOTLINE = "0235 000 {number:04}"
# Mountain communes and the island: the first to lose a wide line in a storm.
THIN_LINE = {"20977", "20980", "20992", "21007"}
# Rooms that serve the whole area: no unit of 2025 names them.
PLATES = {
    "hub": "ĐIỂM CẦU CHÍNH NÚI THÀNH",
    "hall": "ĐIỂM CẦU HỘI TRƯỜNG NÚI THÀNH",
    "link": "ĐIỂM CẦU LIÊN THÔNG ĐÀ NẴNG",
}
