// Put into each measured window before its page: looks and listens, remembers when.
// Times are ms since 1970 by this machine's clock, the same for all windows.
(() => {
  const now = () => performance.timeOrigin + performance.now();
  const connections = [];
  const revisions = [];
  const peers = new Set();
  const watched = new Map();
  const WINDOW = 1024;

  const Peer = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Peer {
    constructor(...args) {
      super(...args);
      peers.add(this);
    }
  };

  new MutationObserver(() => {
    const room = document.querySelector("[data-testid=room]");
    const said = room?.dataset.connection;
    if (said && connections.at(-1)?.said !== said) connections.push({ said, at: now() });
    const rev = Number(room?.dataset.rev ?? 0);
    if (rev && revisions.at(-1)?.rev !== rev) revisions.push({ rev, at: now() });
    if (revisions.length > 1000) revisions.splice(0, 500);
  }).observe(document, {
    subtree: true,
    childList: true,
    attributeFilter: ["data-connection", "data-rev"],
  });

  // Power of one tone against that of all: near one for a pure tone.
  const heard = (one) => {
    const audio = document.querySelector(`audio[data-site="${one.site}"]`);
    const stream = audio?.srcObject;
    if (!stream || audio.muted || audio.paused) return false;
    if (one.stream !== stream) {
      one.context ??= new AudioContext();
      one.source?.disconnect();
      one.source = one.context.createMediaStreamSource(stream);
      one.analyser = one.context.createAnalyser();
      one.analyser.fftSize = WINDOW;
      one.source.connect(one.analyser);
      one.stream = stream;
    }
    const samples = new Float32Array(WINDOW);
    one.analyser.getFloatTimeDomainData(samples);
    // The newest 10 ms.
    const from = WINDOW - 480;
    const step = (2 * Math.PI * one.tone) / one.context.sampleRate;
    let whole = 0;
    let real = 0;
    let imaginary = 0;
    for (let at = from; at < WINDOW; at++) {
      const value = samples[at];
      whole += value * value;
      const turned = 2 * Math.cos(step) * real - imaginary + value;
      imaginary = real;
      real = turned;
    }
    if (whole / 480 < 1e-5) return false;
    // Goertzel's algorithm: two steps of a resonator give the power of its tone.
    const power = real ** 2 + imaginary ** 2 - 2 * Math.cos(step) * real * imaginary;
    return (2 * power) / (480 * whole) > 0.5;
  };

  const canvas = new OffscreenCanvas(64, 32);
  const paint = canvas.getContext("2d", { willReadFrequently: true });
  const codeOf = (video) => {
    paint.drawImage(video, 0, 0, 64, 32);
    const pixels = paint.getImageData(0, 0, 64, 8).data;
    let code = 0;
    for (let column = 0; column < 8; column++) {
      const [first, second] = [2, 6].map(
        (row) => pixels[(row * 64 + column * 8 + 4) * 4 + 1] > 125,
      );
      if (first === second) return null;
      code = code * 2 + (first ? 1 : 0);
    }
    return code;
  };

  const look = (one) => {
    const video = document.querySelector(
      `[data-testid=tile][data-site="${one.site}"]:not([data-role=screen]) video`,
    );
    if (!video || video === one.video) return;
    one.video = video;
    // Reading pixels is dear: a picture once recognised stays that of its site.
    let known = false;
    const frame = (at, { height }) => {
      if (one.video !== video) return;
      known ||= codeOf(video) === one.code;
      if (known) one.frames.push({ at: now(), height });
      if (one.frames.length > 5000) one.frames.splice(0, 2500);
      video.requestVideoFrameCallback(frame);
    };
    video.requestVideoFrameCallback(frame);
  };

  setInterval(() => {
    for (const one of watched.values()) {
      const on = heard(one);
      if (on !== one.on) one.sounds.push({ on, at: now() });
      one.on = on;
      look(one);
    }
  }, 5);

  window.bench = {
    now,
    connections,
    watch(site, tone, code) {
      watched.set(site, { site, tone, code, on: false, sounds: [], frames: [] });
    },
    // The first moments after `from`, or null: heard, seen, seen sharp, silent for good.
    after(site, from) {
      const { sounds, frames, on } = watched.get(site);
      const sound = sounds.find((one) => one.on && one.at >= from);
      const frame = frames.find((one) => one.at >= from);
      const sharp = frames.find((one) => one.at >= from && one.height >= 540);
      const last = sounds.at(-1);
      const silent = !on && last && !last.on && last.at >= from ? last.at : null;
      return {
        audible: sound?.at ?? null,
        visible: frame?.at ?? null,
        sharp: sharp?.at ?? null,
        silent,
        on,
        frame: frames.at(-1)?.at ?? null,
      };
    },
    // When this window knew a revision, or a newer one; null: not yet.
    told: (rev) => revisions.find((one) => one.rev >= rev)?.at ?? null,
    // The longest silence, and the longest time without a frame, since `from`.
    gaps(site, from) {
      const { sounds, frames } = watched.get(site);
      const offs = sounds.filter((one) => one.at >= from);
      let sound = 0;
      offs.forEach((one, at) => {
        if (!one.on) sound = Math.max(sound, (offs[at + 1]?.at ?? now()) - one.at);
      });
      const times = [from, ...frames.map((one) => one.at).filter((at) => at >= from), now()];
      const steps = times.slice(1).map((at, place) => at - times[place]);
      return { sound, picture: Math.max(...steps) };
    },
    async bytes() {
      let [down, up] = [0, 0];
      for (const peer of peers) {
        if (peer.connectionState === "closed") continue;
        for (const entry of (await peer.getStats()).values()) {
          if (entry.type !== "transport") continue;
          down += entry.bytesReceived;
          up += entry.bytesSent;
        }
      }
      return { at: now(), down, up };
    },
    async limited() {
      const found = [];
      for (const peer of peers) {
        for (const entry of (await peer.getStats()).values()) {
          if (entry.type !== "outbound-rtp" || entry.kind !== "video") continue;
          const { rid, frameHeight, framesPerSecond, qualityLimitationReason } = entry;
          found.push(`${rid} ${frameHeight}p ${framesPerSecond}/s ${qualityLimitationReason}`);
        }
      }
      return found.join(", ");
    },
    // A command as the island sends it; answers when it was sent.
    async command(meeting, order) {
      const token = document.querySelector('meta[name="csrf-token"]').content;
      const at = now();
      const answer = await fetch(`/api/live/meetings/${meeting}/commands`, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": token },
        body: JSON.stringify(order),
      });
      return { at, status: answer.status, body: await answer.json() };
    },
    async state(meeting) {
      const answer = await fetch(`/api/live/meetings/${meeting}`);
      return (await answer.json()).state;
    },
  };
})();
