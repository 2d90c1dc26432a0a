import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

interface Part {
  /** A part of the window, in place of all of it. */
  readonly within?: string
}

/** What a checker of accessibility finds on a screen. In the dark, only colours can differ. */
export async function expectNoFindings(page: Page, screen: string, part: Part = {}): Promise<void> {
  expect(await findingsOn(page, part), screen).toEqual([])
  await page.emulateMedia({ colorScheme: 'dark' })
  expect(
    await findingsOn(page, { ...part, rules: ['color-contrast', 'link-in-text-block'] }),
    `${screen}, dark`,
  ).toEqual([])
  await page.emulateMedia({ colorScheme: 'light' })
}

/** Once nothing moves any more. */
async function findingsOn(page: Page, { within, rules }: Part & { readonly rules?: string[] }) {
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => {}))),
  )
  // scripts are not let into a frame that shows a file, so neither is the checker
  const checker = new AxeBuilder({ page }).exclude('iframe[sandbox]').setLegacyMode()
  if (within !== undefined) checker.include(within)
  if (rules) checker.withRules(rules)
  const { violations } = await checker.analyze()
  return violations.map(({ id, nodes }) => ({ id, where: nodes.map(({ html }) => html) }))
}

/** A dialog, where the window behind it was checked before. */
export const dialogAlone = { within: '[role=dialog]' }
