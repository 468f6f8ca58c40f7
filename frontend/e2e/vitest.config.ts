import { defineConfig } from 'vitest/config';

/** Flows in a real browser against a running server: BIENCHE_E2E_URL, signed in with BIENCHE_DEMO_PASSWORD. */
export default defineConfig({
  root: new URL('.', import.meta.url).pathname,
  test: {
    include: ['*.test.ts'],
    environment: 'node',
    fileParallelism: false,
    testTimeout: 60_000,
    // A browser on a busy machine may drop a click; a flow that fails twice is broken.
    retry: process.env.CI ? 1 : 0,
    hookTimeout: 60_000,
    // What the page shows follows its address a moment later; a second is too short on two busy cores.
    expect: { poll: { timeout: 15_000 } },
  },
});
