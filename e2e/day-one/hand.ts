import { expect, type Locator, type Page } from '@playwright/test'
import { pane } from '../support/window.ts'

export type Side = 'Left' | 'Right'

/** A command: its shortcut, and its name in the menu of a file or folder. */
export interface Way {
  readonly key: string
  readonly item: RegExp
}

/** The way in which a user acts: only by keyboard, or by mouse where no text must be typed. */
export interface Hand {
  /** Chooses an action that a pane without rows offers. */
  readonly chooseOffer: (page: Page, side: Side, name: string) => Promise<void>
  /** Presses a button of a dialog or of the inspector. */
  readonly press: (button: Locator) => Promise<void>
  /** Selects one of several options. The focus is on the option before it. */
  readonly pick: (choice: Locator) => Promise<void>
  /** Moves the cursor to a file. */
  readonly find: (page: Page, side: Side, name: string) => Promise<void>
  readonly open: (page: Page, side: Side, name: string) => Promise<void>
  /** Runs a command on a file. */
  readonly run: (page: Page, side: Side, name: string, way: Way) => Promise<void>
  /** Runs a command on the folder in a pane. */
  readonly runHere: (page: Page, side: Side, way: Way) => Promise<void>
  /** Shows the next file in quick look. */
  readonly next: (page: Page) => Promise<void>
  readonly save: (page: Page) => Promise<void>
  /** Applies the text typed into a name. */
  readonly endTyping: (page: Page, side: Side) => Promise<void>
  readonly close: (dialog: Locator) => Promise<void>
  readonly chooseTextSize: (page: Page, size: string) => Promise<void>
  readonly openPalette: (page: Page) => Promise<void>
  readonly chooseFirst: (page: Page) => Promise<void>
}

export const mouse: Hand = {
  chooseOffer: (page, side, name) => pane(page, side).region.getByRole('button', { name }).click(),
  press: (button) => button.click(),
  pick: (choice) => choice.check(),
  find: (page, side, name) => pane(page, side).row(name).click(),
  open: (page, side, name) => pane(page, side).row(name).dblclick(),
  async run(page, side, name, { item }) {
    await pane(page, side).row(name).click({ button: 'right' })
    await page.getByRole('menuitem', { name: item }).click()
  },
  async runHere(page, side, { item }) {
    const box = await pane(page, side).grid.boundingBox()
    if (!box) throw new Error('no pane')
    await page.mouse.click(box.x + box.width / 2, box.y + box.height - 12, { button: 'right' })
    await page.getByRole('menuitem', { name: item }).click()
  },
  next: (page) => page.getByRole('dialog').getByRole('button', { name: 'Next file' }).click(),
  save: (page) => page.getByRole('dialog').getByRole('button', { name: 'Save' }).click(),
  endTyping: (page, side) => pane(page, side).status.click(),
  close: (dialog) =>
    dialog
      .getByRole('button', { name: /^(Close|Done)$/ })
      .first()
      .click(),
  async chooseTextSize(page, size) {
    await page.getByRole('button', { name: 'Settings' }).click()
    await page.getByRole('combobox', { name: 'Text size' }).selectOption(size)
  },
  openPalette: (page) => page.getByRole('button', { name: /^Go to a place/ }).click(),
  chooseFirst: (page) => page.getByRole('option').first().click(),
}

export const keys: Hand = {
  async chooseOffer(page, side, name) {
    await toPane(page, side)
    await page.keyboard.press('Enter')
    await press(pane(page, side).region.getByRole('button', { name }))
  },
  press,
  async pick(choice) {
    await choice.page().keyboard.press('ArrowDown')
    await expect(choice).toBeChecked()
  },
  async find(page, side, name) {
    await toPane(page, side)
    await expect(pane(page, side).row(name)).toBeVisible()
    await page.keyboard.press('Home')
    await page.keyboard.type(name.slice(0, 4))
    await expect.poll(() => pane(page, side).cursorName()).toContain(name)
  },
  async open(page, side, name) {
    await keys.find(page, side, name)
    await page.keyboard.press('Enter')
  },
  async run(page, side, name, { key }) {
    await keys.find(page, side, name)
    await page.keyboard.press(key)
  },
  async runHere(page, side, { key }) {
    await toPane(page, side)
    await page.keyboard.press(key)
  },
  next: (page) => page.keyboard.press('ArrowDown'),
  save: (page) => page.keyboard.press('Control+s'),
  endTyping: (page) => page.keyboard.press('Enter'),
  async close(dialog) {
    await dialog.page().keyboard.press('Escape')
  },
  async chooseTextSize(page, size) {
    await page.keyboard.press('Control+k')
    await expect(page.getByRole('combobox')).toBeFocused()
    await page.keyboard.type('text size')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('combobox', { name: 'Text size' })).toBeFocused()
    await page.keyboard.type(size)
  },
  openPalette: (page) => page.keyboard.press('Control+k'),
  chooseFirst: (page) => page.keyboard.press('Enter'),
}

/** Escape moves the focus to the files from any place; Tab moves it to the other pane. */
async function toPane(page: Page, side: Side): Promise<void> {
  const { grid } = pane(page, side)
  const other = pane(page, side === 'Left' ? 'Right' : 'Left').grid
  if (!(await hasFocus(grid)) && !(await hasFocus(other))) await page.keyboard.press('Escape')
  await expect.poll(async () => (await hasFocus(grid)) || hasFocus(other)).toBe(true)
  if (!(await hasFocus(grid))) await page.keyboard.press('Tab')
  await expect(grid).toBeFocused()
}

async function press(button: Locator): Promise<void> {
  await expect(button).toBeVisible()
  for (let at = 0; at < 40 && !(await hasFocus(button)); at += 1) await button.page().keyboard.press('Tab')
  await expect(button).toBeFocused()
  await button.page().keyboard.press('Enter')
}

function hasFocus(part: Locator): Promise<boolean> {
  return part.evaluate((element) => element === document.activeElement)
}
