/** The Vietnamese sentences about cameras, microphones and speakers. */
import type { Messages } from "./messages";

export const devices = {
  title: "Kiểm tra thiết bị",
  change: "Thiết bị",
  close: "Đóng thiết bị",
  intro: "Chọn camera, micro và loa của phòng họp trước khi vào.",
  overTcp: (udp) =>
    "Mạng của phòng chặn UDP: hình và tiếng đang đi qua TCP, mất gói là khựng. Hãy " +
    `nhờ cán bộ mạng mở cổng ${udp}/udp tới máy chủ.`,
  companion:
    "Đây là thiết bị phụ của điểm cầu: chỉ xem hình, không phát tiếng và " +
    "không mở micro.",
  camera: "Camera",
  microphone: "Micro",
  speaker: "Loa",
  defaultSpeaker: "Loa mặc định của máy",
  capture: "Nguồn trình chiếu: máy HDMI, camera soi tài liệu",
  noCapture: "Không dùng",
  captureSound: "Tiếng của nguồn trình chiếu",
  noCaptureSound: "Không có tiếng",
  second: {
    on: "Chiếu tài liệu lên màn hình thứ hai",
    off: "Tắt màn hình thứ hai",
    refused:
      "Trình duyệt chặn cửa sổ mới. Hãy cho phép cửa sổ bật lên (popup) của trang này, " +
      "rồi bấm lại.",
    waiting: "Tài liệu trình chiếu sẽ hiện ở đây",
  },
  unnamed: (index) => `Thiết bị ${index}`,
  level: "Mức tiếng của micro",
  heard: "Micro có tiếng",
  speak: "Hãy nói thử vài câu",
  testSound: "Phát tiếng thử",
  mode: "Cách thu tiếng",
  modes: {
    room: "Phòng họp (khử vọng, lọc ồn)",
    mixer: "Bàn trộn (gửi nguyên tiếng)",
    headset: "Tai nghe (chỉ lọc ồn)",
  },
  gain: "Độ to của micro",
  gains: {
    lowest: "Nhỏ đi nhiều",
    low: "Nhỏ đi",
    normal: "Như micro đưa vào",
    high: "To lên",
    highest: "To lên nhiều",
  },
  enter: "Vào phòng họp",
  asking: "Đang mở camera và micro… Nếu trình duyệt hỏi, hãy bấm Cho phép.",
  finding:
    "Đang tìm nguồn trình chiếu… Nếu trình duyệt hỏi camera hoặc micro, hãy bấm Cho " +
    "phép: máy phụ chỉ tìm, không ai thấy hay nghe.",
  again: "Kiểm tra lại",
  ready: "Thiết bị đã sẵn sàng",
  problems: {
    insecure:
      "Trang này chưa được mở bằng địa chỉ an toàn (https), trình duyệt không " +
      "cho dùng camera và micro. Hãy mở bằng địa chỉ https của máy chủ.",
    permission:
      "Trình duyệt đang chặn camera hoặc micro. Bấm biểu tượng ổ khóa cạnh địa " +
      "chỉ trang, chọn Cho phép, rồi bấm Kiểm tra lại.",
    noCamera: "Không tìm thấy camera. Hãy cắm camera rồi bấm Kiểm tra lại.",
    noMicrophone: "Không tìm thấy micro. Hãy cắm micro rồi bấm Kiểm tra lại.",
    cameraInUse:
      "Camera đang được phần mềm khác dùng. Hãy đóng phần mềm đó rồi bấm " +
      "Kiểm tra lại.",
    microphoneInUse:
      "Micro đang được phần mềm khác dùng. Hãy đóng phần mềm đó rồi bấm " +
      "Kiểm tra lại.",
    cameraFailed: "Camera không mở được. Hãy rút ra cắm lại hoặc chọn camera khác.",
    microphoneFailed: "Micro không mở được. Hãy rút ra cắm lại hoặc chọn micro khác.",
    silent:
      "Micro chưa có tiếng. Hãy nói thử, kiểm tra nút tắt tiếng trên micro hoặc " +
      "chọn micro khác.",
    black: "Hình đang đen. Hãy mở nắp ống kính hoặc bật đèn phòng.",
    speakerFailed: "Không phát được ra loa này. Hãy chọn loa khác.",
  },
} satisfies Messages["devices"];
