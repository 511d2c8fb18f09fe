/** Builds the front end into hashed files that Django finds by the manifest. */
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig({
  base: "/static/",
  plugins: [react()],
  build: {
    outDir: "dist",
    manifest: "manifest.json",
    target: "es2022",
    // A dark room inside a light page needs the browser's own light-dark().
    cssTarget: ["chrome125", "edge125", "firefox128", "safari17.5"],
    // Inlined fonts or pictures would need `data:` in the content security policy.
    assetsInlineLimit: 0,
    // The polyfill is for browsers that cannot hold a meeting anyway.
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      // htmx keeps an eval for hx-on; it is switched off, and forbidden by the policy.
      checks: { eval: false },
      input: ["islands/main.ts", "elements/base.ts", "styles/main.css"],
    },
  },
  test: {
    include: ["{islands,elements,text}/**/*.test.{ts,tsx}"],
    coverage: {
      include: ["{islands,elements,text}/**/*.{ts,tsx}"],
      // What only a real browser can run is tested in one, against a real engine.
      exclude: [
        "**/*.test.*",
        "**/testing/**",
        "islands/room/livekit.ts",
        "islands/room/mount.tsx",
        "islands/room/probes.ts",
        "islands/room/publishing.ts",
        "islands/room/receiving.ts",
      ],
    },
    ...(process.env.VITEST_JUNIT
      ? { reporters: ["default", "junit"], outputFile: process.env.VITEST_JUNIT }
      : {}),
  },
});
