import { svelte } from '@sveltejs/vite-plugin-svelte'
import { VitePWA } from 'vite-plugin-pwa'
import { defineConfig } from 'vitest/config'

/** Paths that only the server answers; the service worker must never serve the app shell for them. */
const SERVER_PATHS = [
  /^\/api(\/|$)/,
  /^\/sync(\/|$)/,
  /^\/notices(\/|$)/,
  /^\/setup(\/|$)/,
  /^\/join(\/|$)/,
  /^\/password(\/|$)/,
  /^\/(healthz|readyz|metrics)$/,
]

const syncServer = process.env.HESHU_SYNC_SERVER ?? 'http://127.0.0.1:8787'

export default defineConfig({
  root: import.meta.dirname + '/client',
  plugins: [
    svelte(),
    VitePWA({
      // 'prompt': an editor must never reload under a person's hands (facts.md §1).
      registerType: 'prompt',
      injectRegister: false,
      workbox: {
        globPatterns: ['**/*.{js,css,html,svg,woff2,webmanifest}'],
        navigateFallback: '/index.html',
        navigateFallbackDenylist: SERVER_PATHS,
        cleanupOutdatedCaches: false,
      },
      manifest: {
        name: '合署 Heshu',
        short_name: '合署',
        lang: 'zh-CN',
        start_url: '/',
        display: 'standalone',
        background_color: '#F3F1EC',
        theme_color: '#F3F1EC',
        icons: [{ src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' }],
      },
    }),
  ],
  build: { target: 'es2022', outDir: 'dist', emptyOutDir: true, sourcemap: false },
  server: {
    proxy: {
      // As objects: the shorthand would change Host, and the server checks it against Origin.
      '/api': { target: syncServer },
      '/notices': { target: syncServer },
      '/healthz': { target: syncServer },
      // Rooms only, never the modules of client/sync, which have a dot in their names.
      '^/sync(/[A-Za-z0-9_/-]*)?(\\?.*)?$': { target: syncServer, ws: true },
    },
  },
  test: {
    root: import.meta.dirname,
    passWithNoTests: false,
    projects: [
      { extends: false, test: { name: 'unit', include: ['test/unit/**/*.test.ts', 'test/*.test.ts'] } },
      {
        extends: false,
        test: { name: 'property', include: ['test/property/**/*.test.ts'], testTimeout: 120_000 },
      },
      {
        extends: false,
        test: {
          name: 'server',
          include: ['test/server/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: false,
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          globalSetup: ['test/support/build-client.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          maxWorkers: 2,
        },
      },
    ],
  },
})
