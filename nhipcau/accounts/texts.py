"""What the people app says: names of roles, refusals, and sentences of the log."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nhipcau.audit.ports import Reader

ROLE_NAMES: dict[str, str | Promise] = {
    "administrator": _("Quản trị hệ thống"),
    "chair": _("Chủ tọa"),
    "secretary": _("Thư ký"),
    "technician": _("Cán bộ kỹ thuật"),
    "clerk": _("Cán bộ xã"),
    "viewer": _("Người xem"),
}

REFUSALS: dict[str, str | Promise] = {
    "person_not_yours": _(
        "Bạn không quản lý %(person)s. Hãy nhờ quản trị của đơn vị người này."
    ),
    "unit_not_yours": _("Bạn không quản lý người dùng của đơn vị này."),
    "role_above_yours": _(
        "Bạn không thể giao vai trò “%(role)s”: vai trò này có quyền mà bạn "
        "không có tại đơn vị đó."
    ),
    "role_already_held": _(
        "%(person)s đã có vai trò “%(role)s” tại đơn vị này trong thời gian đó."
    ),
    "role_ends_before_it_begins": _("Ngày kết thúc phải sau ngày bắt đầu."),
    "role_already_ended": _("Vai trò này đã kết thúc từ trước."),
    "last_administrator": _(
        "%(person)s là quản trị hệ thống cuối cùng. Hãy giao vai trò này, không thời "
        "hạn, cho một người khác trước."
    ),
    "not_yourself": _("Bạn không thể tự ngừng tài khoản của chính mình."),
    "own_second_factor": _(
        "Hãy tự bỏ xác thực hai bước của mình ở trang “Tài khoản của tôi”."
    ),
    "no_second_factor": _("%(person)s chưa bật xác thực hai bước, không có gì để bỏ."),
    "person_inactive": _("%(person)s đã ngừng làm việc; hãy cho làm việc lại trước."),
    "device_removed": _(
        "Thiết bị này đã bị gỡ khỏi điểm cầu. Cán bộ kỹ thuật có thể cho phép lại ở "
        "trang của điểm cầu."
    ),
    "device_of_room": _(
        "Máy này đã ghép làm máy của phòng họp, không dùng để ngồi bằng tài khoản "
        "riêng. Hãy dùng máy khác."
    ),
    "pairing_code_unknown": _(
        "Mã không đúng hoặc đã quá 15 phút. Hãy đọc lại mã đang hiện trên màn hình của "
        "phòng họp."
    ),
    "device_not_yours": _("Bạn không quản lý thiết bị của điểm cầu này."),
    "sign_in_code_unknown": _(
        "Mã không đúng, đã dùng hoặc đã quá 15 phút. Hãy xin mã mới."
    ),
}

VERBS: dict[str, str | Promise] = {
    "accounts.person_created": _("tạo người dùng"),
    "accounts.person_changed": _("sửa thông tin người dùng"),
    "accounts.person_deactivated": _("ngừng tài khoản"),
    "accounts.person_reactivated": _("cho tài khoản làm việc lại"),
    "accounts.role_granted": _("giao vai trò"),
    "accounts.role_ended": _("kết thúc vai trò"),
    "accounts.role_carried": _("chuyển vai trò sang đơn vị mới"),
    "accounts.password_reset": _("cấp mật khẩu tạm thời"),
    "accounts.password_changed": _("đổi mật khẩu"),
    "accounts.sessions_ended": _("kết thúc các phiên làm việc"),
    "accounts.device_seated": _("đặt thiết bị vào điểm cầu"),
    "accounts.device_paired": _("ghép máy làm máy của phòng họp"),
    "accounts.device_made_main": _("chuyển hình và tiếng của điểm cầu sang thiết bị"),
    "accounts.device_unseated": _("thiết bị rời điểm cầu vì đã đăng xuất"),
    "accounts.device_removed": _("gỡ thiết bị khỏi điểm cầu"),
    "accounts.device_readmitted": _("cho phép lại thiết bị"),
    "accounts.sign_in_code_made": _("tạo mã đăng nhập một lần"),
    "accounts.sign_in_code_used": _("dùng mã đăng nhập một lần"),
    "accounts.signed_in": _("đăng nhập"),
    "accounts.sign_in_failed": _("đăng nhập không thành công"),
    "accounts.signed_out": _("đăng xuất"),
    "accounts.second_factor_added": _("thêm cách xác thực hai bước"),
    "accounts.second_factor_removed": _("bỏ một cách xác thực hai bước"),
    "accounts.second_factors_reset": _("bỏ mọi cách xác thực hai bước"),
    "accounts.second_factor_renewed": _("tạo lại mã khôi phục"),
    "accounts.second_factor_failed": _("nhập sai mã xác thực hai bước"),
    "accounts.identity_linked": _("nối với tài khoản đăng nhập chung"),
    "accounts.identity_unlinked": _("bỏ nối với tài khoản đăng nhập chung"),
}

FIELDS: dict[str, str | Promise] = {
    "username": _("tên đăng nhập"),
    "name": _("họ và tên"),
    "title": _("chức vụ"),
    "email": _("thư điện tử"),
    "phone": _("điện thoại"),
    "role": _("vai trò"),
    "unit": _("đơn vị"),
    "since": _("từ ngày"),
    "until": _("đến trước ngày"),
    "site": _("điểm cầu"),
    "label": _("tên thiết bị"),
    "main": _("thiết bị chính"),
    "address": _("địa chỉ mạng"),
    "browser": _("trình duyệt"),
    "method": _("cách đăng nhập"),
    "type": _("cách xác thực"),
    "sessions": _("số phiên"),
}

_FACTORS: dict[str | None, str | Promise] = {
    "totp": _("ứng dụng tạo mã"),
    "webauthn": _("khóa truy cập"),
    "recovery_codes": _("mã khôi phục"),
}

READERS: dict[str, Reader] = {
    "role": dict[str | None, str | Promise](ROLE_NAMES.items()),
    "unit": {None: _("toàn hệ thống")},
    "type": _FACTORS,
    "method": {
        **_FACTORS,
        "password": _("mật khẩu"),
        "code": _("mã đăng nhập một lần"),
        "socialaccount": _("tài khoản đăng nhập chung"),
    },
}
