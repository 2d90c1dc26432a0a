import { test as base } from '@playwright/test'
import { type ServedApp, startServedApp } from './served-app.ts'

/** Each test has an app of its own, with an empty home; the page has its session but is not opened yet. */
export const test = base.extend<{ app: ServedApp }>({
  app: async ({ baseURL: _baseURL }, use) => {
    const app = await startServedApp()
    await use(app)
    await app.close()
  },
})

export { expect } from '@playwright/test'
