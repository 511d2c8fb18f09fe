/** The Vietnamese sentences: the source language of the screens. */

import type { Messages } from "./messages";
import { devices } from "./vi_devices";
import { kiosk } from "./vi_kiosk";

export const vi = {
  room: {
    loading: "Đang mở phòng họp…",
    loadFailed: "Chưa tải được phòng họp. Hãy kiểm tra mạng rồi tải lại trang.",
    states: {
      waiting: "Chưa khai mạc",
      speaking: "Đang có quyền phát biểu",
      chairing: "Chủ tọa đang điều hành",
      listening: "Đang theo dõi phát biểu",
      discussing: "Thảo luận: bấm “Bật micro” khi nói",
      silenced: "Chủ tọa đang tắt micro điểm cầu này",
      relaying: "Đang tiếp sóng",
      paused: "Tạm nghỉ",
      closed: "Cuộc họp đã kết thúc",
    },
    stageWithout: {
      waiting: "Cuộc họp chưa khai mạc",
      open: "Điểm cầu của bạn đang được các nơi theo dõi",
      paused: "Cuộc họp đang tạm nghỉ",
      closed: "Cuộc họp đã kết thúc",
    },
    screenOf: (plate) => `TRÌNH CHIẾU · ${plate}`,
    noPicture: "Chưa có hình",
    ownPicture: "Hình của điểm cầu mình",
    roleSpeaker: "Đang phát biểu",
    roleChair: "Chủ tọa",
    microphone: {
      live: "Micro đang mở",
      muted: "Micro đang tắt",
      missing: "Không có micro",
      companion: "Thiết bị phụ: không phát tiếng, không mở micro",
    },
    openMicrophone: "Bật micro",
    closeMicrophone: "Tắt micro",
    startSound: "Bật tiếng",
    watched: "Cán bộ kỹ thuật đang xem hình của phòng này.",
    soundBlocked: "Trình duyệt đang chặn tiếng của cuộc họp.",
  },
  watch: {
    soundOn: "Bật tiếng",
    soundOff: "Tắt tiếng",
    fullScreen: "Toàn màn hình",
    window: "Thoát toàn màn hình",
    count: (people) => `${people} người theo dõi`,
  },
  guests: {
    title: (waiting) => `Phòng chờ (${waiting})`,
    all: (people) => `Người theo dõi (${people})`,
    kinds: {
      observer: "người theo dõi",
      wall: "màn hình tường",
      programme: "tín hiệu sạch",
      guest: "khách mời",
    },
    admit: "Cho vào",
    refuse: "Từ chối",
    remove: "Mời ra",
    again: "Cho vào lại",
    admitAll: "Cho tất cả vào",
    status: {
      waiting: "đang chờ",
      admitted: "đã cho vào",
      refused: "đã từ chối",
      removed: "đã mời ra",
    },
  },
  chair: {
    sites: "Các điểm cầu",
    present: "Đã kết nối",
    absent: "Chưa kết nối",
    onFloor: "Đang phát biểu",
    lostLine: (seconds) => `Mất đường truyền, giữ lượt ${seconds} giây`,
    isChair: "Chủ tọa",
    grant: "Mời phát biểu",
    revoke: "Thôi phát biểu",
    open: "Khai mạc",
    pause: "Tạm nghỉ",
    resume: "Họp tiếp",
    close: "Bế mạc",
    closeQuestion: "Bế mạc cuộc họp? Tất cả điểm cầu sẽ ngừng nghe và thấy nhau.",
    reopen: "Hoàn tác bế mạc",
    undoSeconds: (seconds) => `còn ${seconds} giây để hoàn tác`,
    limit: "Mỗi lượt phát biểu",
    noLimit: "không giới hạn",
    minutes: (minutes) => `${minutes} phút`,
    extend: "Thêm 1 phút",
    options: "Cách họp",
    mode: "Chế độ họp",
    modes: {
      conference: "Hội nghị: chủ tọa mời",
      discussion: "Thảo luận: tất cả được nói",
      training: "Đào tạo: một người nói",
      questioning: "Chất vấn: hai điểm cầu đối đáp",
      relay: "Tiếp sóng",
    },
    layout: "Khung hình",
    overview: "Xem mọi điểm cầu",
    layoutChoice: "Bố cục",
    layouts: {
      speaker: "Người phát biểu",
      strip: "Người phát biểu và các điểm cầu",
      wall: "Tất cả điểm cầu",
      spotlight: "Một điểm cầu",
      pair: "Hai điểm cầu",
      screen: "Chỉ tài liệu trình chiếu",
    },
    chosenSite: (place) => `Điểm cầu ${place}`,
    arrange: "Đưa lên ngay",
    ready: "Chuẩn bị",
    prepared: "Đã chuẩn bị",
    take: "Đưa lên",
    unready: "Bỏ",
    muteAll: "Tắt micro tất cả",
    lock: "Khóa micro",
    unlock: "Mở khóa micro",
    mute: "Tắt micro",
    unmute: "Cho mở micro",
    muted: "Bị tắt micro",
    presentCount: (present, all) => `${present}/${all} điểm cầu đã kết nối`,
    sending: "Đang gửi lệnh, máy chủ chưa trả lời…",
    dismiss: "Đã hiểu",
    notDone:
      "Máy chủ chưa làm được lệnh vừa rồi. Hãy xem lại các điểm cầu rồi bấm lần " +
      "nữa; nếu vẫn vậy, hãy tải lại trang.",
  },
  roll: {
    title: "Điểm danh",
    call: { all: "Điểm danh lần lượt", absent: "Gọi điểm cầu chưa có mặt" },
    sheet: "Bảng điểm danh",
    left: (count) => (count === 0 ? "điểm cầu cuối" : `còn ${count} điểm cầu`),
    away: "chưa kết nối",
    people: "Số người",
    remark: "Ghi chú",
    marks: {
      online: "Có mặt trực tuyến",
      in_person: "Có mặt trực tiếp",
      excused: "Vắng có lý do",
      absent: "Vắng",
    },
    end: "Dừng điểm danh",
  },
  share: {
    start: "Trình chiếu",
    capture: "Trình chiếu máy HDMI",
    stop: "Dừng trình chiếu",
    refused: "Trình duyệt chưa cho trình chiếu. Bấm lại rồi chọn màn hình hoặc cửa sổ.",
    absent:
      "Nguồn trình chiếu chưa có hình. Hãy kiểm tra dây HDMI, đóng phần mềm khác đang " +
      "dùng nó, rồi bấm lại.",
    here: "Đang trình chiếu từ máy này",
  },
  seat: {
    take:
      "Máy này đang là máy phụ: chỉ xem hình. Chuyển âm thanh và hình của điểm cầu " +
      "sang máy này?",
    yes: "Chuyển sang máy này",
    keep: "Để là máy phụ",
    ask: "Chuyển âm thanh sang máy này",
    moved:
      "Âm thanh đã chuyển sang máy khác. Máy này nay là máy phụ: chỉ xem hình, không " +
      "mở micro.",
    takeBack: "Lấy lại âm thanh",
  },
  presiding: {
    missed: (since) =>
      `Điểm cầu của chủ tọa mất kết nối đã ${since}. Xin giữ máy, cuộc họp sẽ tiếp tục.`,
    take: "Nhận điều hành",
    replaced: (plate) => `${plate} đang điều hành thay.`,
    takeBack: "Nhận lại quyền chủ tọa",
  },
  keys: {
    N: "mời điểm cầu tiếp theo",
    T: "đưa lên khung hình đã chuẩn bị",
    M: "tắt micro tất cả",
    K: "khóa, mở khóa micro",
    V: "tắt micro điểm cầu gây vọng",
    "+": "thêm 1 phút",
    "1–4": "ghi điểm danh",
  },
  contact: {
    technician: (name) => (name ? `Kỹ thuật trực: ${name}` : "Kỹ thuật trực:"),
    hub: (name) => `Gọi kỹ thuật điểm cầu chính: ${name}`,
  },
  talk: {
    title: "Đàm thoại riêng",
    call: "Đàm thoại riêng",
    calling: (site) => `Đang gọi riêng ${site}…`,
    rings: (who) => `Điểm cầu chủ trì gọi riêng: ${who}`,
    answer: "Nghe máy",
    decline: "Từ chối",
    withdraw: "Thôi gọi",
    with: (who) => `Đang đàm thoại riêng với ${who}`,
    private:
      "Không điểm cầu nào khác nghe được. Micro của cuộc họp đang tắt ở máy này.",
    mute: "Máy này chưa có micro: bên kia chưa nghe được.",
    hangUp: "Gác máy",
    ended: {
      hung_up: "Đàm thoại riêng đã kết thúc.",
      withdrawn: "Điểm cầu chủ trì đã thôi gọi.",
      declined: "Điểm cầu đã từ chối đàm thoại.",
      unanswered: "Điểm cầu không nghe máy.",
      floor: "Điểm cầu được mời phát biểu: đàm thoại riêng đã kết thúc.",
      closed: "Cuộc họp kết thúc: đàm thoại riêng đã kết thúc.",
      lost: "Đàm thoại riêng đã kết thúc vì mất kết nối.",
    },
  },
  words: {
    title: "Trao đổi, dòng chữ chạy",
    to: "Gửi tới",
    toAll: "Tất cả điểm cầu",
    hub: "Điểm cầu chủ trì",
    write: "Nội dung",
    send: "Gửi",
    phrases: "Câu soạn sẵn",
    ready: [
      "Đề nghị điểm cầu kiểm tra lại micro.",
      "Đề nghị chỉnh camera để thấy toàn cảnh phòng họp.",
      "Đề nghị điểm cầu chuẩn bị, sắp đến lượt phát biểu.",
      "Đề nghị phát biểu ngắn gọn, sắp hết thời gian.",
      "Đề nghị ổn định chỗ ngồi, cuộc họp sắp bắt đầu.",
      "Đề nghị giữ trật tự trong phòng họp.",
      "Đề nghị báo số đại biểu có mặt tại điểm cầu.",
    ],
    replies: [
      "Điểm cầu đã rõ, xin thực hiện ngay.",
      "Điểm cầu đã sẵn sàng.",
      "Xin chờ ít phút.",
      "Không nghe rõ, đề nghị nhắc lại.",
      "Không thấy hình, đề nghị kiểm tra.",
      "Đề nghị cán bộ kỹ thuật hỗ trợ.",
    ],
    acknowledge: "Đã đọc",
    answer: "Trả lời",
    waiting: (count) => `còn ${count} tin chưa đọc`,
    unread: "Chưa đọc",
    readBy: (who) => `Đã đọc: ${who}`,
    readCount: (read, all) => `Đã đọc ${read}/${all}`,
    empty: "Chưa có tin nhắn nào.",
    older: "Xem tin cũ hơn",
    toHub: "Nhắn điểm cầu chủ trì",
    close: "Đóng",
    running: "Dòng chữ chạy dưới khung hình",
    show: "Cho chạy",
    clear: "Xóa",
    stand: "Dừng chữ chạy",
    move: "Cho chữ chạy",
  },
  queue: {
    title: "Đăng ký phát biểu",
    empty: "Chưa có điểm cầu nào đăng ký.",
    next: (site) => `Mời tiếp: ${site}`,
    asked: "Đã đăng ký",
    dismiss: "Bỏ qua",
    request: "Đăng ký phát biểu",
    withdraw: "Rút đăng ký",
    release: "Kết thúc phát biểu",
    place: (place) => `Thứ ${place} trong danh sách`,
  },
  turn: {
    free: "Đã phát biểu",
    running: "Còn lại",
    warning: "Sắp hết giờ, còn",
    over: "Quá giờ",
    still: "Đồng hồ tạm dừng",
  },
  health: {
    silent: "Điểm cầu chưa có tiếng",
    silentSite: (site) => `Điểm cầu chưa có tiếng: ${site}.`,
    own: {
      none: "Chưa có micro. Hãy cắm micro vào máy.",
      device_muted:
        "Micro không đưa ra tiếng nào: hãy kiểm tra nút tắt tiếng trên micro và dây micro.",
      silent:
        "Tiếng quá nhỏ: hãy nói gần micro. Nếu vẫn vậy, máy đang dùng nhầm micro: hãy " +
        "bấm Thiết bị và chọn micro khác.",
      clipping:
        "Tiếng bị vỡ vì quá to: hãy giảm âm lượng micro hoặc bàn trộn, hoặc nói xa " +
        "micro hơn.",
      echo:
        "Tiếng của các điểm cầu khác từ loa vọng lại vào micro phòng này: hãy vặn nhỏ " +
        "loa, đặt micro xa loa, hoặc bấm Thiết bị và chọn Phòng họp (khử vọng, lọc ồn).",
      not_sent:
        "Micro có tiếng nhưng chưa gửi đi được: máy đang tự gửi lại. Nếu vẫn vậy, hãy " +
        "tải lại trang.",
      black: "Hình của điểm cầu đang đen: hãy mở nắp ống kính hoặc bật đèn phòng.",
      frozen:
        "Hình của điểm cầu đang đứng yên: hãy rút camera ra cắm lại, hoặc tải lại trang.",
    },
    causes: {
      none: "Máy của điểm cầu không có micro.",
      device_muted: "Micro đang tắt ở nút trên thiết bị, hoặc chưa cắm dây.",
      silent: "Tiếng quá nhỏ, có thể máy đang dùng nhầm micro.",
      not_sent: "Micro có tiếng nhưng máy của điểm cầu chưa gửi được.",
      unpublished: "Máy của điểm cầu chưa gửi micro.",
      closed: "Điểm cầu đang để micro tắt.",
      no_packets: "Không nhận được tiếng qua mạng, có thể đường truyền nghẽn.",
      quiet: "Micro đang mở, chưa nghe ai nói.",
    },
    echoes: (sites) => `Điểm cầu gây vọng: ${sites}.`,
    echoCause: "Tiếng của người nói từ loa phòng đó vào lại micro và gửi trở lại.",
    cutEcho: (site) => `Tắt micro ${site}`,
    marks: {
      silent: "Chưa có tiếng",
      tcp: "Qua TCP",
      none: "Không có micro",
      clipping: "Tiếng bị vỡ",
      echo: "Gây vọng",
      noCamera: "Không có camera",
      black: "Hình đen",
      frozen: "Hình đứng yên",
    },
    lines: {
      good: "Đã kết nối, mạng tốt",
      fair: "Đã kết nối, mạng khá",
      poor: "Đã kết nối, mạng yếu",
      lost: "Mất đường truyền",
    },
  },
  lines: {
    title: "Đường truyền",
    titlePinned: (sites) => `Đường truyền (giới hạn ${sites} điểm cầu)`,
    intro:
      "Máy ở điểm cầu tự đo đường truyền và tự giảm hình để giữ tiếng. Chỉ giới hạn khi " +
      "cần tiết kiệm dung lượng hoặc khi hình làm tiếng bị ngắt.",
    measured: "Tự đo",
    timeline: "Nhật ký kết nối",
    technician: "Máy ở điểm cầu",
    listed: (profile) => `Tối đa ${profile}`,
    short: { full: "đầy đủ", thin: "rút gọn", audio: "chỉ tiếng" },
    mark: (down, up) =>
      down === up ? `Đường truyền: ${down}` : `Nhận ${down}, gửi ${up}`,
    both: {
      thin: "Đang bớt hình để giữ tiếng.",
      audio: "Đường truyền chỉ đủ tiếng và ảnh trang chiếu.",
    },
    down: {
      thin: "Đang nhận ít hình, hình nhỏ để giữ tiếng.",
      audio: "Đường truyền chỉ đủ nhận tiếng và ảnh trang chiếu.",
    },
    up: {
      thin: "Đang gửi hình nhỏ để giữ tiếng.",
      audio: "Đường truyền chỉ đủ gửi tiếng, tạm không gửi hình.",
    },
    saved: "Tạm ẩn hình để giữ tiếng",
    still: (seconds) =>
      seconds < 5 ? "Ảnh vừa chụp" : `Ảnh chụp ${seconds} giây trước`,
  },
  connection: {
    connecting: "Đang kết nối vào phòng họp…",
    lost:
      "Mất kết nối với máy chủ, đang tự nối lại… " + "hình và tiếng có thể gián đoạn.",
    because: {
      network: "Máy này đang mất mạng: hãy kiểm tra dây mạng hoặc Wi-Fi.",
      server: "Máy chủ chưa trả lời, có thể đang khởi động lại.",
      engine:
        "Bộ truyền hình và tiếng chưa trả lời, có thể đang khởi động lại; " +
        "nếu vẫn vậy sau một phút, hãy báo cán bộ kỹ thuật.",
      media: (udp, tcp) =>
        "Đã gọi được máy chủ nhưng hình và tiếng không qua được: mạng giữa phòng " +
        `này và máy chủ có vẻ đang chặn cổng ${udp}/udp và ${tcp}/tcp. Hãy nhờ cán ` +
        `bộ kỹ thuật mạng mở cổng ${udp}/udp, không được thì mở cổng ${tcp}/tcp.`,
      signal: "Đường truyền điều khiển bị ngắt.",
    },
    serverOnly:
      "Máy chủ điều hành đang khởi động lại: hình và tiếng vẫn tiếp tục, " +
      "lệnh của chủ tọa sẽ chậm vài giây.",
    elsewhere: "Thiết bị này đang dự họp ở một cửa sổ khác.",
    takeOver: "Dùng ở cửa sổ này",
    refused: "Thiết bị này không được vào phòng họp.",
    retry: "Thử lại",
    toPlan: "Về trang cuộc họp",
    signIn: "Đăng nhập",
    ended: "Cuộc họp đã kết thúc.",
  },
  devices,
  kiosk,
  page: {
    confirm: "Xác nhận",
    yes: "Đồng ý",
    no: "Thôi",
    requestFailed: "Máy chủ chưa nhận được yêu cầu. Hãy thử lại.",
  },
} satisfies Messages;
