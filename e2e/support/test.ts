import { test as base } from '@playwright/test'
import { type ServedApp, startServedApp } from './served-app.ts'

/** Each test has its own app with an empty home folder. The page has a session with it but is not opened yet. */
export const test = base.extend<{ app: ServedApp; inMemory: boolean }>({
  /** True if the home folder is on a disk in memory where possible, for tests that create very many files. */
  inMemory: [false, { option: true }],
  app: async ({ inMemory }, use) => {
    const app = await startServedApp({ inMemory })
    await use(app)
    await app.close()
  },
})

export { expect } from '@playwright/test'
