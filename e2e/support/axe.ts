import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/** What a checker of accessibility finds, once nothing moves any more: in the whole window, or in a part of it alone. */
export async function expectNoFindings(
  page: Page,
  screen: string,
  { within }: { readonly within?: string } = {},
): Promise<void> {
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => {}))),
  )
  const checker = new AxeBuilder({ page })
  if (within !== undefined) checker.include(within)
  const { violations } = await checker.analyze()
  const findings = violations.map(({ id, nodes }) => ({ id, where: nodes.map(({ html }) => html) }))
  expect(findings, screen).toEqual([])
}

/** A dialog, where the window behind it was checked before. */
export const dialogAlone = { within: '[role=dialog]' }
