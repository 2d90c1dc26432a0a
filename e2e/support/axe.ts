import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/** What a checker of accessibility finds, once nothing moves any more. */
export async function expectNoFindings(page: Page, screen: string): Promise<void> {
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => {}))),
  )
  const { violations } = await new AxeBuilder({ page }).analyze()
  const findings = violations.map(({ id, nodes }) => ({ id, where: nodes.map(({ html }) => html) }))
  expect(findings, screen).toEqual([])
}
