"""Sentences for refusals in the room, and for the log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from nhipcau.live.feeds.texts import REFUSALS as FEED_REFUSALS

REFUSALS = {
    "signed_out": _("Bạn đã đăng xuất. Hãy đăng nhập lại để tiếp tục họp."),
    "bad_command": _("Lệnh không hợp lệ. Hãy tải lại trang rồi làm lại."),
    "not_chair": _("Chỉ chủ tọa điều hành cuộc họp này."),
    "not_open": _("Cuộc họp chưa khai mạc. Hãy khai mạc trước."),
    "already_open": _("Cuộc họp đã khai mạc."),
    "closed": _("Cuộc họp đã kết thúc."),
    "not_closed": _("Cuộc họp chưa kết thúc."),
    "paused": _("Cuộc họp đang tạm dừng. Hãy bấm “Họp tiếp” trước."),
    "already_paused": _("Cuộc họp đang tạm dừng."),
    "not_paused": _("Cuộc họp không tạm dừng."),
    "already_requested": _("Điểm cầu này đã đăng ký phát biểu."),
    "not_requested": _("Điểm cầu này không còn trong danh sách đăng ký phát biểu."),
    "relay_without_site": _("Hãy chọn điểm cầu liên thông để tiếp sóng."),
    "layout_already": _("Khung hình đang như vậy."),
    "layout_needs_sites": _("Hãy chọn đủ %(count)s điểm cầu khác nhau cho khung hình."),
    "nothing_shared": _("Không có điểm cầu nào đang trình chiếu."),
    "already_shared": _("Điểm cầu này đang trình chiếu."),
    "may_not_share": _("Hãy đăng ký phát biểu; được mời rồi mới trình chiếu được."),
    "nothing_prepared": _("Chưa chuẩn bị khung hình nào. Hãy chọn rồi chuẩn bị trước."),
    "prepared_changed": _(
        "Khung hình chuẩn bị vừa được đổi ở nơi khác. Hãy xem lại rồi làm tiếp."
    ),
    "roll_runs": _("Đang điểm danh. Hãy điểm danh xong hoặc dừng điểm danh trước."),
    "nobody_to_call": _("Không còn điểm cầu nào cần gọi."),
    "no_roll": _("Hiện không điểm danh."),
    "roll_moved": _("Điểm danh đã sang điểm cầu khác. Hãy xem lại rồi làm tiếp."),
    "not_deputy": _(
        "Điểm cầu này không được nhận điều hành lúc này. "
        "Hãy chờ chủ tọa hoặc liên hệ thư ký."
    ),
    "deputy_not_invited": _(
        "Điểm cầu điều hành thay chưa có trong cuộc họp. Hãy thêm điểm cầu này."
    ),
    "mode_already": _("Cuộc họp đang ở chế độ này."),
    "already_muted": _("Micro đã bị tắt."),
    "not_muted": _("Micro của điểm cầu này không bị chủ tọa tắt."),
    "already_locked": _("Micro các điểm cầu đang bị khóa."),
    "not_locked": _("Micro các điểm cầu không bị khóa."),
    "floor_full": _(
        "Đã đủ hai điểm cầu trong phần chất vấn. Hãy cho một điểm cầu thôi phát biểu."
    ),
    "site_is_relayed": _("Điểm cầu này đang được tiếp sóng, luôn được nghe."),
    "line_known": _("Tình trạng đường truyền của điểm cầu này đã được ghi."),
    "nobody_speaks": _("Chưa có điểm cầu nào đang phát biểu."),
    "turn_without_limit": _("Lượt phát biểu này không giới hạn thời gian."),
    "turn_too_long": _("Thời gian một lượt phát biểu tối đa %(hours)s giờ."),
    "not_technician": _("Chỉ người điều hành và cán bộ kỹ thuật làm được việc này."),
    "errand_nobody_there": _(
        "Máy của điểm cầu không ở trong phòng họp. Hãy gọi cho điểm cầu."
    ),
    "errand_under_way": _("Máy ở điểm cầu đang làm một việc. Hãy đợi trả lời."),
    "errand_room_computer": _(
        "Chỉ khởi động lại được máy phòng họp chạy bằng tệp khởi động: trình duyệt do "
        "người mở thì không tự mở lại."
    ),
    "errand_feed": _(
        "Ở đây nguồn hình có sẵn thay cho máy: không nhờ được gì. "
        "Hãy xem trang nguồn hình của điểm cầu."
    ),
    "no_errand": _("Máy này không được nhờ việc đó."),
    "meeting_past": _(
        "Cuộc họp này đã qua ngày mà chưa khai mạc. Hãy nhờ thư ký sửa giờ bắt đầu."
    ),
    "floor_changed": _(
        "Quyền phát biểu vừa được thay đổi ở nơi khác. Hãy xem lại rồi làm tiếp."
    ),
    "site_not_in_meeting": _(
        "Điểm cầu này không có trong danh sách của cuộc họp. "
        "Hãy nhờ thư ký bổ sung điểm cầu."
    ),
    "site_has_floor": _("Điểm cầu này đang có quyền phát biểu."),
    "site_without_floor": _("Điểm cầu này không còn quyền phát biểu."),
    "site_is_chair": _("Điểm cầu của chủ tọa luôn được phát biểu."),
    "chair_not_invited": _(
        "Điểm cầu của chủ tọa chưa có trong cuộc họp. Hãy thêm điểm cầu này."
    ),
    "site_invited_twice": _("Một điểm cầu chỉ được mời một lần."),
    "too_many_sites": _("Một cuộc họp có tối đa %(limit)s điểm cầu. Hãy bớt điểm cầu."),
    "no_device": _(
        "Máy này chưa được gắn với điểm cầu nào. "
        "Hãy chọn điểm cầu ở trang cuộc họp để vào phòng."
    ),
    "device_removed_from_site": _(
        "Máy này đã bị mời ra khỏi điểm cầu. Hãy liên hệ cán bộ kỹ thuật."
    ),
    "device_of_another": _(
        "Máy này đang gắn với tài khoản khác. Hãy chọn lại điểm cầu ở trang cuộc họp."
    ),
    "site_removed": _(
        "Điểm cầu này đã được mời ra khỏi cuộc họp. Hãy liên hệ thư ký cuộc họp."
    ),
    "may_not_sit": _(
        "Bạn chưa được giao dự họp tại điểm cầu này. Hãy nhờ quản trị hệ thống."
    ),
    "companion": _("Thiết bị phụ không mở camera và micro của điểm cầu."),
    "preside_in_person": _(
        "Máy phòng họp không nhận điều hành thay người. Hãy đăng nhập ở một máy khác."
    ),
    "bad_still": _("Ảnh phải là một ảnh WebP, tối đa 60 kB và 1280 điểm mỗi chiều."),
    "no_still": _("Máy chủ không còn giữ ảnh này. Hãy gửi lại cả ảnh."),
    "not_sharing": _("Điểm cầu này không còn chia sẻ màn hình. Hãy chia sẻ lại."),
    "not_on_stage": _("Hình này không có trên khung hình của bạn. Hãy đợi hình khác."),
    "no_talk": _("Cuộc đàm thoại này đã kết thúc hoặc không phải của máy này."),
    "talk_to_hub": _("Không thể gọi riêng chính điểm cầu mình. Hãy chọn nơi khác."),
    "talk_on_floor": _(
        "Điểm cầu này đang được mời phát biểu. Hãy gọi khi lượt phát biểu đã hết."
    ),
    "talk_site_away": _(
        "Điểm cầu này chưa kết nối. Hãy gọi điện thoại cho kỹ thuật của điểm cầu."
    ),
    "talk_busy": _("Điểm cầu này đang có đàm thoại riêng. Hãy gọi lại sau."),
    "talk_desk_busy": _("Máy này đang có đàm thoại riêng. Hãy gác máy trước."),
    "no_message": _("Không có tin nhắn này. Hãy tải lại trang."),
    "empty_message": _("Tin nhắn chưa có chữ nào. Hãy viết nội dung rồi gửi."),
    "message_to_hub": _("Đây là điểm cầu chủ trì. Hãy chọn điểm cầu khác."),
    "too_many_messages": _(
        "Đã gửi quá nhiều tin nhắn trong một phút. Hãy chờ một phút rồi gửi tiếp."
    ),
    "watched_by_another": _(
        "Trang này được mở bằng một lần đăng nhập khác. Hãy tải lại trang."
    ),
    "may_not_watch": _(
        "Bạn chưa được giao xem cuộc họp này. Hãy nhờ quản trị hệ thống."
    ),
    "no_guest": _(
        "Trình duyệt này chưa xin vào xem cuộc họp. Hãy mở lại liên kết mời."
    ),
    "guest_waits": _("Bạn đang ở phòng chờ. Hãy chờ thư ký cuộc họp cho vào."),
    "guest_refused": _(
        "Thư ký cuộc họp chưa nhận lời xin vào của bạn. Hãy gọi người đã mời bạn."
    ),
    "guest_removed": _(
        "Bạn đã được mời ra khỏi cuộc họp. Hãy gọi người đã mời bạn nếu cần vào lại."
    ),
    "watcher_removed": _(
        "Bạn đã được mời ra khỏi cuộc họp. Hãy gọi thư ký cuộc họp nếu cần vào lại."
    ),
    "room_not_yet": _("Phòng họp chưa mở. Trang này tự vào khi phòng họp mở."),
    "link_unknown": _(
        "Liên kết mời không đúng. Hãy mở lại nguyên liên kết mà bạn nhận được."
    ),
    "waiting_room_full": _("Phòng chờ đang đầy. Hãy thử lại sau ít phút."),
    "no_such_guest": _("Không có người theo dõi này. Hãy tải lại trang."),
    "guest_is_in": _("Người này đã được cho vào. Hãy bấm “Mời ra” nếu cần."),
    "link_revoked": _("Liên kết mời đã bị thu hồi. Hãy xin người mời liên kết khác."),
    "no_meeting": _("Không có cuộc họp này. Hãy xem lại lịch họp."),
    **FEED_REFUSALS,
}

VERBS = {
    "live.prepare": _("chuẩn bị phòng họp"),
    "live.open": _("khai mạc"),
    "live.grant": _("trao quyền phát biểu"),
    "live.revoke": _("thu quyền phát biểu"),
    "live.pause": _("tạm dừng cuộc họp"),
    "live.resume": _("họp tiếp"),
    "live.close": _("bế mạc"),
    "live.reopen": _("hoàn tác bế mạc"),
    "live.request": _("đăng ký phát biểu"),
    "live.withdraw": _("rút đăng ký phát biểu"),
    "live.release": _("kết thúc phát biểu"),
    "live.dismiss": _("bỏ khỏi danh sách đăng ký phát biểu"),
    "live.limit": _("đặt thời gian phát biểu"),
    "live.mode": _("đổi chế độ họp"),
    "live.arrange": _("đổi khung hình"),
    "live.ready": _("chuẩn bị khung hình"),
    "live.take": _("đưa khung hình đã chuẩn bị lên"),
    "live.call_roll": _("bắt đầu điểm danh lần lượt"),
    "live.end_roll": _("dừng điểm danh"),
    "live.share": _("trình chiếu"),
    "live.unshare": _("dừng trình chiếu"),
    "live.preside": _("nhận điều hành"),
    "live.chair_missed": _("điểm cầu của chủ tọa mất kết nối"),
    "live.chair_found": _("điểm cầu của chủ tọa kết nối lại"),
    "live.succeed": _("điểm cầu điều hành thay nhận điều hành"),
    "live.mute": _("tắt micro"),
    "live.unmute": _("cho mở lại micro"),
    "live.lock": _("khóa micro các điểm cầu"),
    "live.unlock": _("mở khóa micro các điểm cầu"),
    "live.roll_call": _("điểm danh"),
    "live.report": _("báo tình trạng tiếng, hình và đường truyền"),
    "live.journal": _("gửi nhật ký kết nối của điểm cầu"),
    "live.errand": _("nhờ máy ở điểm cầu làm một việc"),
    "live.errand_answered": _("máy ở điểm cầu trả lời việc được nhờ"),
    "live.feed_set": _("đặt nguồn hình có sẵn cho điểm cầu"),
    "live.feed_key_renewed": _("đổi khóa của nguồn hình có sẵn"),
    "live.feed_switched": _("bật, tắt nguồn hình có sẵn"),
    "live.feed_tried": _("xem thử nguồn hình có sẵn"),
    "live.feed_removed": _("bỏ nguồn hình có sẵn"),
    "live.feed_reported": _("nguồn hình có sẵn báo tình trạng"),
    "live.pin": _("giới hạn mức dùng đường truyền"),
    "live.presence": _("điểm cầu vào, rời phòng họp"),
    "live.line_lost": _("mất đường truyền khi đang phát biểu"),
    "live.line_back": _("có lại đường truyền, phát biểu tiếp"),
    "live.line_expired": _("hết thời gian giữ lượt phát biểu"),
    "live.extend": _("thêm thời gian phát biểu"),
    "live.seat": _("cập nhật danh sách điểm cầu trong phòng họp"),
    "live.engine_started": _("máy chủ hình tiếng khởi động"),
    "live.mute_microphone": _("tắt micro mở khi chưa có quyền phát biểu"),
    "live.withdraw_microphone": _("thu quyền dùng micro"),
    "live.remove_participant": _("đưa thiết bị không được phép ra khỏi phòng họp"),
    "live.refuse_device": _("từ chối thiết bị vào phòng họp"),
    "live.watch": _("mở trang theo dõi cuộc họp"),
    "live.make_link": _("tạo liên kết mời khách"),
    "live.revoke_link": _("thu hồi liên kết mời khách"),
    "live.knock": _("khách xin vào"),
    "live.admit_guest": _("cho khách vào"),
    "live.refuse_guest": _("từ chối khách"),
    "live.remove_guest": _("mời khách ra"),
    "live.admit_watcher": _("cho người theo dõi vào lại"),
    "live.remove_watcher": _("mời người theo dõi ra"),
    "live.refuse_watcher": _("từ chối người theo dõi vào phòng họp"),
    "live.refused": _("lệnh không áp dụng được"),
    "live.message": _("nhắn tin giữa các điểm cầu"),
    "live.acknowledge": _("xác nhận đã đọc tin nhắn"),
    "live.running_text": _("đổi dòng chữ chạy"),
    "live.talk_started": _("gọi đàm thoại riêng"),
    "live.talk_answered": _("nghe máy đàm thoại riêng"),
    "live.talk_ended": _("kết thúc đàm thoại riêng"),
    "live.refuse_command": _("từ chối lệnh điều hành"),
}

# Why a site was gone (`rules/causes.py`), for who looks at its timeline.
CAUSES = {
    "asked": _(
        "Cán bộ kỹ thuật đã tải lại trang hoặc khởi động lại trình duyệt từ xa."
    ),
    "removed": _("Điểm cầu, hoặc máy của điểm cầu, bị đưa ra khỏi cuộc họp."),
    "page": _("Trang phòng họp bị đóng hoặc tải lại tại điểm cầu."),
    "power": _("Máy tính của điểm cầu bị tắt hoặc mất điện rồi khởi động lại."),
    "browser": _("Trình duyệt hoặc máy tính của điểm cầu dừng đột ngột."),
    "engine": _(
        "Máy chủ hình tiếng khởi động lại, mọi điểm cầu cùng mất trong chốc lát."
    ),
    "hub": _(
        "Nhiều điểm cầu mất cùng lúc: đường truyền hoặc máy chủ tại điểm cầu chính."
    ),
    "asleep": _("Máy tính của điểm cầu ngủ hoặc bị treo."),
    "cable": _("Máy tính của điểm cầu mất mạng tại chỗ: dây mạng hoặc Wi-Fi."),
    "media": _(
        "Mạng của điểm cầu vẫn tới máy chủ, nhưng âm thanh và hình không qua được."
    ),
    "network": _("Mạng của điểm cầu không tới được điểm cầu chính."),
    "silent": _(
        "Mất tín hiệu đột ngột: đứt mạng hoặc tắt máy tại điểm cầu. "
        "Khi máy kết nối lại, nguyên nhân sẽ rõ hơn."
    ),
    "unknown": _("Chưa rõ nguyên nhân."),
}

# The strips of a timeline (`live/timeline/strips.py`); `top` is the greatest value.
STRIPS = {
    "presence": _("Có mặt trong phòng họp"),
    "down": _("Mức dùng chiều nhận"),
    "up": _("Mức dùng chiều gửi"),
    "loss": _("Mất gói, cao nhất %(top)s %%"),
    "rtt": _("Độ trễ, cao nhất %(top)s ms"),
    "rate": _("Tốc độ, cao nhất %(top)s kbit/s"),
    "busy": _("Máy tính quá tải"),
}
USES = {"full": _("đầy đủ"), "thin": _("rút gọn"), "audio": _("chỉ tiếng")}
PATHS = {
    "udp": _("Hình và tiếng đi bằng UDP."),
    "tcp": _("Mạng không cho UDP qua: hình và tiếng đi bằng TCP."),
}

# What a machine finds of itself (`rules/health.py`), as marks for technicians.
FINDINGS = {
    "line": {
        "good": _("Mạng tốt"),
        "fair": _("Mạng khá"),
        "poor": _("Mạng yếu"),
        "lost": _("Mất đường truyền"),
    },
    "path": {"udp": _("Qua UDP"), "tcp": _("Qua TCP")},
    "microphone": {
        "ok": _("Micro chưa báo lỗi"),
        "none": _("Không có micro"),
        "device_muted": _("Micro tắt ở thiết bị"),
        "silent": _("Chưa có tiếng"),
        "clipping": _("Tiếng bị vỡ"),
        "echo": _("Gây vọng"),
        "not_sent": _("Tiếng chưa gửi được"),
    },
    "camera": {
        "ok": _("Camera tốt"),
        "none": _("Không có camera"),
        "black": _("Hình đen"),
        "frozen": _("Hình đứng yên"),
    },
}

# Why a machine could not do what was asked: by the names that its page uses (its own
# problems of devices, and the exceptions of the W3C).
ERRAND_FAULTS = {
    "permission": _("Trình duyệt ở điểm cầu không cho dùng camera, micro."),
    "noCamera": _("Máy không có camera."),
    "noMicrophone": _("Máy không có micro."),
    "cameraInUse": _("Camera đang bị phần mềm khác dùng."),
    "microphoneInUse": _("Micro đang bị phần mềm khác dùng."),
    "cameraFailed": _("Camera không mở được."),
    "microphoneFailed": _("Micro không mở được."),
    "NotFoundError": _("Thiết bị đã chọn không còn cắm; máy dùng thiết bị khác."),
    "NotReadableError": _("Micro không đưa ra tiếng nào."),
    "NotAllowedError": _(
        "Trình duyệt ở điểm cầu chặn tiếng: cần người bấm vào trang một lần."
    ),
    "TimeoutError": _("Thiết bị ở điểm cầu không trả lời."),
    "soundOnly": _("Đường truyền của điểm cầu chỉ đủ cho tiếng: không gửi được hình."),
    "NotSupportedError": _("Trình duyệt ở điểm cầu không chụp được hình."),
    "noStartFile": _(
        "Trình duyệt này không do tệp khởi động mở: đóng rồi sẽ không tự mở lại."
    ),
    "?": _("Trình duyệt ở điểm cầu báo lỗi. Hãy thử lại, hoặc tải lại trang."),
}
