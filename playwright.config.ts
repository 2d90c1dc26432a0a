import { defineConfig } from '@playwright/test'
import { findChromium, findPlaywrightChromium } from './scripts/setup.mjs'

const isRoot = process.platform === 'linux' && process.getuid?.() === 0
const executablePath = process.env['PORTOLAN_CHROMIUM'] ?? findPlaywrightChromium() ?? findChromium()

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  // a journey that a busy machine upset is tried once more and named as flaky; here it has to pass at once
  retries: process.env['CI'] ? 1 : 0,
  workers: 2,
  forbidOnly: Boolean(process.env['CI']),
  reporter: [['list']],
  use: {
    trace: process.env['CI'] ? 'off' : 'retain-on-failure', // nobody sees it there, and it takes a third of the time
    launchOptions: {
      args: [
        ...(isRoot ? ['--no-sandbox'] : []),
        '--disable-dev-shm-usage',
        '--disable-background-networking',
        '--disable-gpu',
      ],
      ...(executablePath && { executablePath }),
    },
  },
  projects: [
    { name: 'web', testIgnore: 'desktop/**', testMatch: '**/*.spec.ts' },
    { name: 'desktop', testDir: 'e2e/desktop', testMatch: '**/*.spec.ts' },
  ],
})
