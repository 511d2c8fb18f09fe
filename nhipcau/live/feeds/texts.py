"""Sentences on streams that stand for a site."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

REFUSALS = {
    "feed_scheme": _(
        "Địa chỉ phải bắt đầu bằng rtsp://, srt://, http:// hoặc https://. "
        "Hãy xem tài liệu của thiết bị."
    ),
    "feed_srt": _(
        "Địa chỉ SRT không đúng. Hãy gõ như srt://192.168.1.64:9000, "
        "thêm ?streamid=… nếu thiết bị cần."
    ),
    "feed_passphrase": _("Mật khẩu của SRT phải dài từ 10 đến 79 ký tự."),
    "feed_address": _(
        "Địa chỉ không đúng. Hãy gõ như rtsp://192.168.1.64:554/Streaming/Channels/101."
    ),
    "feed_secret": _(
        "Địa chỉ có mật khẩu bên trong, ai xem trang này cũng thấy. "
        "Hãy dùng địa chỉ khác của camera và gõ mật khẩu vào ô riêng."
    ),
    "feed_address_long": _("Địa chỉ dài tối đa %(most)s ký tự. Hãy xem lại địa chỉ."),
    "feed_no_room": _("Đại biểu dự riêng không dùng nguồn hình có sẵn."),
    "feed_off": _("Nguồn hình đang tạm không dùng. Hãy bấm “Dùng lại” trước."),
    "feed_gone": _("Nguồn hình này đã bị bỏ. Hãy tải lại trang."),
    "feed_password_lost": _(
        "Không đọc được mật khẩu đã lưu (dữ liệu lấy từ máy chủ khác). "
        "Hãy gõ lại mật khẩu rồi lưu."
    ),
    "feed_unknown_host": _(
        "Không tìm thấy máy có tên này. Hãy gõ địa chỉ số của camera."
    ),
    "feed_forbidden": _(
        "Địa chỉ này chỉ vào chính máy chủ hoặc mạng riêng của nó, không phải camera. "
        "Hãy xem lại địa chỉ."
    ),
    "feed_no_answer": _(
        "Không có máy nào trả lời ở địa chỉ này. Hãy xem camera có điện, có mạng, "
        "đúng số cổng không."
    ),
    "feed_elsewhere": _(
        "Camera chỉ sang một địa chỉ khác. Hãy gõ thẳng địa chỉ ấy, nếu tin cậy."
    ),
    "feed_broken": _("Kết nối với camera bị đứt. Hãy xem dây mạng của camera."),
    "feed_silent": _(
        "Nguồn hình im lặng, không gửi gì nữa. Hãy tắt nguồn camera rồi bật lại."
    ),
    "feed_ended": _("Nguồn hình tự ngừng gửi. Máy chủ sẽ tự nối lại."),
    "feed_password": _(
        "Sai tên đăng nhập hoặc mật khẩu của camera. Hãy gõ lại rồi lưu."
    ),
    "feed_nothing_there": _(
        "Camera trả lời nhưng không có kênh này. Hãy xem lại phần cuối của địa chỉ."
    ),
    "feed_unreadable": _(
        "Không đọc được hình ở địa chỉ này. Hãy xem thiết bị có phát đúng kiểu "
        "đã ghi trong địa chỉ không."
    ),
    "feed_encrypted": _(
        "Danh sách HLS này được mã hóa, máy chủ không mở được. "
        "Hãy dùng luồng không mã hóa."
    ),
    "feed_certificate": _(
        "Chứng chỉ của máy phát không được tin cậy. Hãy dùng địa chỉ http:// "
        "trong mạng nội bộ, hoặc cài chứng chỉ đúng cho máy ấy."
    ),
    "feed_not_pushed": _(
        "Chưa có thiết bị nào đẩy hình tới. Hãy xem thiết bị đã bật, "
        "đúng địa chỉ và khóa, mạng có mở cổng không."
    ),
    "feed_port_taken": _(
        "Cổng nhận hình của máy chủ đang bị chương trình khác dùng. "
        "Hãy nhờ người giữ máy chủ đổi NHIPCAU_RTMP_PORT, NHIPCAU_SRT_PORT."
    ),
    "feed_no_picture": _("Nguồn này không có hình, chỉ có tiếng. Hãy chọn kênh khác."),
}

# Why the picture of a stream does not go on as it comes: see `media/fitness.py`.
UNFIT = {
    "codec": _("Camera không gửi H.264. Hãy chọn H.264 trong camera."),
    "colours": _("Trình duyệt không đọc được kiểu màu này. Hãy chọn H.264 Main."),
    "interlaced": _("Hình xen kẽ (interlaced). Hãy chọn hình liền (progressive)."),
    "large": _("Hình lớn hơn 1080 dòng. Hãy chọn 1920 × 1080 hoặc nhỏ hơn."),
    "reordered": _("Hình có B-frame. Hãy tắt B-frame trong camera."),
    "sparse": _("I-frame cách nhau hơn 2 giây. Hãy đặt tối đa 2 giây."),
    "heavy": _("Nhiều hơn 2 500 kbit/s. Hãy giảm tốc độ bit, chọn cố định (CBR)."),
}
