"""The sentences behind the refusal codes of this app; each says what to do."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

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
    "order_names_twice": _("Một điểm cầu có hai lần trong thứ tự. Hãy tải lại trang."),
    "order_out_of_date": _(
        "Danh sách điểm cầu vừa thay đổi. Hãy tải lại trang rồi sắp xếp lại."
    ),
}
