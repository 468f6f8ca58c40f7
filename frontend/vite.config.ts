import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const server = process.env.BIENCHE_E2E_URL ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { '@': new URL('./src', import.meta.url).pathname } },
  build: { target: 'es2022', chunkSizeWarningLimit: 1200, reportCompressedSize: false, manifest: true },
  server: { port: 5173, proxy: { '/graphql': server, '/api': server } },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/testing/setup.ts'],
  },
});
