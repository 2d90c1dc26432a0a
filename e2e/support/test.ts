import { test as base } from '@playwright/test'
import { type ServedApp, startServedApp } from './served-app.ts'

/** Each test has an app of its own, with an empty home; the page has its session but is not opened yet. */
export const test = base.extend<{ app: ServedApp; inMemory: boolean }>({
  /** Its home is on a disk in memory where there is one: for those who make very many files. */
  inMemory: [false, { option: true }],
  app: async ({ inMemory }, use) => {
    const app = await startServedApp({ inMemory })
    await use(app)
    await app.close()
  },
})

export { expect } from '@playwright/test'
