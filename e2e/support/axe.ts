import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

interface Part {
  /** The part of the window to check, in place of the whole window. */
  readonly within?: string
}

/** Fails if the accessibility checker reports findings on a screen. In the dark theme, only colours can differ. */
export async function expectNoFindings(page: Page, screen: string, part: Part = {}): Promise<void> {
  expect(await findingsOn(page, part), screen).toEqual([])
  await page.emulateMedia({ colorScheme: 'dark' })
  expect(
    await findingsOn(page, { ...part, rules: ['color-contrast', 'link-in-text-block'] }),
    `${screen}, dark`,
  ).toEqual([])
  await page.emulateMedia({ colorScheme: 'light' })
}

/** Returns the findings after all animations have ended. */
async function findingsOn(page: Page, { within, rules }: Part & { readonly rules?: string[] }) {
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => {}))),
  )
  // Scripts cannot run in the frame that shows a file, so the checker skips it.
  const checker = new AxeBuilder({ page }).exclude('iframe[sandbox]').setLegacyMode()
  if (within !== undefined) checker.include(within)
  if (rules) checker.withRules(rules)
  const { violations } = await checker.analyze()
  return violations.map(({ id, nodes }) => ({ id, where: nodes.map(({ html }) => html) }))
}

/** Checks only the dialog, because the window behind it was checked before. */
export const dialogAlone = { within: '[role=dialog]' }
