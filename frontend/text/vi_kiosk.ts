/** The Vietnamese sentences of a room computer. */
import { ZONE } from "../islands/kiosk/kiosk";
import type { Messages } from "./messages";

const date = new Intl.DateTimeFormat("vi-VN", {
  timeZone: ZONE,
  day: "2-digit",
  month: "2-digit",
  year: "numeric",
});
const weekday = new Intl.DateTimeFormat("vi-VN", { timeZone: ZONE, weekday: "long" });

export const kiosk = {
  day: (now) => `${weekday.format(now)}, ${date.format(now)}`,
  next: "Cuộc họp tiếp theo",
  none: "Chưa có cuộc họp nào được lên lịch cho phòng này.",
  starts: (hour, start, minutes) =>
    `Bắt đầu lúc ${hour} ngày ${date.format(start)} · còn ${left(minutes)}`,
  help: (technician, hotline) =>
    technician
      ? `Cần giúp: gọi ${technician}, số ${hotline}`
      : `Cần giúp: gọi số ${hotline}`,
  connected: "Đã nối với máy chủ",
  lost: "Mất kết nối với máy chủ, đang tự nối lại",
  look: "Xem thử camera và micro",
} satisfies Messages["kiosk"];

function left(minutes: number): string {
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor(minutes / 60) % 24;
  if (days > 0) return `${days} ngày ${hours} giờ`;
  return hours > 0 ? `${hours} giờ ${minutes % 60} phút` : `${minutes} phút`;
}
