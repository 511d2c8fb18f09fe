"""Sentences for refusals, each says what to do, and words for the log."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nhipcau.audit.ports import Reader
from nhipcau.places.models import Site, Succession

REFUSALS: dict[str, str | Promise] = {
    "name_empty": _("Hãy nhập tên."),
    "name_too_long": _("Tên dài %(length)s ký tự, tối đa %(limit)s. Hãy rút ngắn lại."),
    "name_not_printable": _(
        "Tên có ký tự không in được (xuống dòng, tab…). Hãy gõ lại tên."
    ),
    "name_is_formula": _(
        "Ô bắt đầu bằng dấu “=” như một công thức. Hãy nhập chữ hoặc số."
    ),
    "period_empty": _(
        "Ngày kết thúc (%(until)s) phải sau ngày bắt đầu (%(since)s). "
        "Hãy sửa một trong hai ngày."
    ),
    "date_in_future": _(
        "Ngày %(date)s chưa đến. Hãy ghi nhận khi việc đã có hiệu lực."
    ),
    "link_outside_unit": _(
        "Khoảng thời gian vượt ra ngoài thời gian tồn tại của %(unit)s. "
        "Hãy chọn ngày trong thời gian đó."
    ),
    "link_outside_parent": _(
        "Khoảng thời gian vượt ra ngoài thời gian tồn tại của đơn vị cấp trên "
        "%(parent)s. Hãy chọn ngày hoặc đơn vị cấp trên khác."
    ),
    "links_overlap": _(
        "Ngày %(date)s, %(unit)s đã thuộc một đơn vị khác. Hãy sửa để hai khoảng "
        "thời gian không chồng nhau."
    ),
    "own_ancestor": _(
        "Ngày %(date)s, %(parent)s nằm trong %(unit)s, nên %(unit)s không thể "
        "thuộc %(parent)s. Hãy chọn đơn vị cấp trên khác."
    ),
    "life_shorter_than_links": _(
        "Thời gian tồn tại không bao hết các giai đoạn đã ghi ở mục “Thuộc đơn vị”. "
        "Hãy sửa các giai đoạn đó trước."
    ),
    "unit_ended_already": _("%(unit)s đã kết thúc từ %(date)s. Hãy chọn đơn vị khác."),
    "unit_has_children": _(
        "%(unit)s còn %(count)s đơn vị trực thuộc. Hãy chuyển các đơn vị đó trước."
    ),
    "unit_has_successors": _("%(unit)s đã có đơn vị kế thừa nên không thể mở lại."),
    "unit_runs": _("%(unit)s đang tồn tại, không cần mở lại."),
    "code_taken": _("Mã %(taken)s đã dùng cho một đơn vị khác cùng thời gian."),
    "kept_is_itself": _(
        "“Giữ nguyên” ghi nhận một đơn vị tiếp tục chính nó. "
        "Hãy chọn cùng một đơn vị ở hai bên."
    ),
    "succession_needs_both_sides": _(
        "Hãy chọn đơn vị cũ và chọn hoặc nhập tên đơn vị mới."
    ),
    "succession_of_itself": _(
        "Một đơn vị không thể vừa là đơn vị cũ vừa là đơn vị mới."
    ),
    "not_merged": _("Sáp nhập: hãy chọn một đơn vị mới."),
    "not_split": _("Chia tách: hãy chọn một đơn vị cũ và ít nhất hai đơn vị mới."),
    "not_renamed": _("Đổi tên: hãy chọn một đơn vị cũ và một đơn vị mới."),
    "successor_not_there": _(
        "Ngày %(date)s chưa có (hoặc không còn) %(unit)s. Hãy chọn đơn vị khác."
    ),
    "succession_known": _("Việc %(old)s thành %(new)s đã được ghi nhận."),
    "places_need_owner": _(
        "%(unit)s có %(count)s trụ sở. Hãy chọn đơn vị nhận các trụ sở đó."
    ),
    "children_need_owner": _(
        "%(child)s đang thuộc %(unit)s. Hãy chọn đơn vị nhận, hoặc chuyển trước."
    ),
    "place_has_sites": _(
        "%(place)s còn %(count)s điểm cầu đang dùng. Hãy ngừng các điểm cầu đó trước."
    ),
    "closed_already": _("%(name)s đã ngừng sử dụng từ %(date)s."),
    "coordinates_half": _("Hãy nhập cả vĩ độ và kinh độ, hoặc để trống cả hai."),
    "coordinates_swapped": _(
        "Có vẻ vĩ độ và kinh độ bị đổi chỗ. Hãy nhập vĩ độ %(latitude)s, "
        "kinh độ %(longitude)s."
    ),
    "coordinates_abroad": _(
        "Tọa độ này nằm ngoài Việt Nam. Hãy kiểm tra lại; ví dụ 15.4322 và 108.6604."
    ),
    "hotline_unknown": _(
        "Số điện thoại này không gọi được. Hãy nhập đủ số, cả mã vùng, "
        "ví dụ 0235 3871 234 hoặc 0905 123 456."
    ),
    "order_names_twice": _("Một điểm cầu có hai lần trong thứ tự. Hãy tải lại trang."),
    "order_out_of_date": _(
        "Danh sách điểm cầu vừa thay đổi. Hãy tải lại trang rồi sắp xếp lại."
    ),
    "sheet_not_xlsx": _(
        "Tệp này không phải bảng tính .xlsx. Hãy mở bằng Excel hoặc LibreOffice rồi "
        "lưu lại dạng “Excel Workbook (.xlsx)”."
    ),
    "sheet_has_macros": _(
        "Tệp này có macro. Hãy lưu lại dạng “Excel Workbook (.xlsx)” không có macro."
    ),
    "sheet_too_big": _(
        "Tệp lớn hơn %(limit)s MB. Hãy bỏ hình ảnh và các trang tính thừa."
    ),
    "sheet_too_long": _(
        "Bảng tính có %(rows)s dòng, tối đa %(limit)s. Hãy chia thành nhiều tệp và "
        "xóa hẳn các dòng trống ở cuối."
    ),
    "sheet_too_wide": _("Bảng tính có hơn %(limit)s cột. Hãy xóa các cột thừa."),
    "sheet_empty": _("Bảng tính không có dòng nào. Hãy điền từ dòng thứ hai."),
    "sheet_headers": _(
        "Dòng đầu thiếu cột: %(missing)s. Hãy tải bảng tính mẫu và giữ nguyên dòng đầu."
    ),
    "sheet_expired": _("Bản xem trước đã quá một giờ hoặc bị sửa. Hãy chọn lại tệp."),
    "import_has_errors": _(
        "%(count)s dòng sai, dòng đầu tiên là dòng %(line)s. Chưa lưu gì. Hãy sửa "
        "trong bảng tính rồi chọn lại tệp."
    ),
    "import_not_allowed": _(
        "Bạn không có quyền sửa đơn vị này. Hãy bỏ dòng này hoặc nhờ người quản trị."
    ),
    "import_until_differs": _(
        "Bảng tính không thể kết thúc hay mở lại đơn vị. Hãy làm việc đó ở trang "
        "của đơn vị."
    ),
    "import_twice": _("Dòng này lặp lại một dòng ở trên. Hãy bỏ một dòng."),
    "import_lines_differ": _(
        "Dòng này ghi khác một dòng ở trên về cùng đơn vị “%(name)s”. Hãy ghi các cột "
        "của đơn vị giống nhau ở mọi dòng."
    ),
    "import_row_ambiguous": _(
        "Đã có %(count)s dòng cùng tên “%(name)s” ở cùng một nơi. Hãy sửa ở trang của "
        "từng dòng, không qua bảng tính."
    ),
    "import_unit_ambiguous": _(
        "“%(name)s” là tên của %(count)s đơn vị. Hãy ghi mã đơn vị, hoặc ghi cả loại."
    ),
    "import_unit_unknown": _(
        "Ngày %(date)s không có đơn vị “%(name)s”. Hãy sửa tên, hoặc đặt dòng của đơn "
        "vị đó ở trên."
    ),
    "import_place_unknown": _(
        "%(unit)s không có trụ sở “%(name)s”. Hãy nhập bảng trụ sở trước."
    ),
    "import_place_ambiguous": _(
        "%(unit)s có %(count)s trụ sở cùng tên “%(name)s”. Hãy đổi tên để phân biệt."
    ),
    "import_cell_empty": _("Cột “%(column)s” không được để trống."),
    "import_cell_long": _("Cột “%(column)s” dài quá %(limit)s ký tự."),
    "import_cell_control": _(
        "Cột “%(column)s” có ký tự không in được. Hãy gõ lại ô đó."
    ),
    "import_cell_choice": _(
        "Cột “%(column)s” ghi “%(value)s”. Hãy chọn một trong: %(choices)s."
    ),
    "import_cell_day": _(
        "Cột “%(column)s” ghi “%(value)s”. Hãy ghi ngày như 01/07/2025."
    ),
    "import_cell_number": _("Cột “%(column)s” ghi “%(value)s”. Hãy ghi một số."),
}

VERBS: dict[str, str | Promise] = {
    "places.kind_created": _("thêm loại đơn vị"),
    "places.unit_created": _("thêm đơn vị"),
    "places.unit_updated": _("sửa đơn vị"),
    "places.unit_moved": _("chuyển sang đơn vị cấp trên khác"),
    "places.unit_closed": _("kết thúc đơn vị"),
    "places.unit_reopened": _("mở lại đơn vị"),
    "places.unit_succeeded": _("sắp xếp đơn vị"),
    "places.link_added": _("thêm giai đoạn trực thuộc"),
    "places.link_changed": _("sửa giai đoạn trực thuộc"),
    "places.link_removed": _("bỏ giai đoạn trực thuộc"),
    "places.place_created": _("thêm trụ sở"),
    "places.place_updated": _("sửa trụ sở"),
    "places.place_closed": _("ngừng sử dụng trụ sở"),
    "places.place_reopened": _("dùng lại trụ sở"),
    "places.site_created": _("thêm điểm cầu"),
    "places.site_updated": _("sửa điểm cầu"),
    "places.site_closed": _("ngừng sử dụng điểm cầu"),
    "places.site_reopened": _("dùng lại điểm cầu"),
    "places.sites_reordered": _("đổi thứ tự điểm cầu"),
    "places.imported": _("nhập bảng tính"),
    "places.reference_seeded": _("tạo dữ liệu minh họa"),
}

FIELDS: dict[str, str | Promise] = {
    "name": _("tên"),
    "code": _("mã"),
    "kind": _("loại"),
    "rank": _("bậc"),
    "since": _("từ ngày"),
    "until": _("đến trước ngày"),
    "order": _("thứ tự chính thức"),
    "area_km2": _("diện tích (km²)"),
    "people": _("dân số"),
    "parent": _("thuộc đơn vị"),
    "unit": _("đơn vị"),
    "address": _("địa chỉ"),
    "latitude": _("vĩ độ"),
    "longitude": _("kinh độ"),
    "coordinates_source": _("nguồn tọa độ"),
    "closed": _("ngừng sử dụng từ"),
    "place": _("trụ sở"),
    "plate": _("biển tên trên màn hình"),
    "link": _("đường truyền"),
    "equipment": _("thiết bị hiện có"),
    "technician": _("kỹ thuật trực"),
    "hotline": _("điện thoại kỹ thuật"),
    "sites": _("thứ tự chính thức"),
    "places": _("số trụ sở bàn giao"),
    "old": _("đơn vị cũ"),
    "new": _("đơn vị mới"),
    "on": _("từ ngày"),
    "way": _("hình thức"),
    "legal_basis": _("căn cứ"),
    "what": _("bảng"),
    "imported.new": _("số dòng mới"),
    "changed": _("số dòng sửa"),
}

READERS: dict[str, Reader] = {
    "kind": dict(Site.Kind.choices),
    "link": dict(Site.Link.choices),
    "way": dict(Succession.Kind.choices),
    "sites": "site",
    "what": {"units": _("đơn vị"), "places": _("trụ sở"), "sites": _("điểm cầu")},
}
