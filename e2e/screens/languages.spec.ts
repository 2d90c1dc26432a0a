import { userInfo } from 'node:os'
import { localeKey } from '../../src/renderer/strings/locale.ts'
import { expect, test } from '../support/test.ts'
import { layoutFindings } from './check-layout.ts'
import { foreignTexts } from './check-texts.ts'
import { fileDialogs, folderDialogs, looks, versionDialogs, windowDialogs } from './dialogs.ts'
import { menus, panes } from './panes.ts'
import { makeSampleFiles, sampleNames } from './sample-files.ts'
import { type Screen, tourOf } from './tour.ts'
import { transfers } from './transfers.ts'

/** Matches sizes, dates, kinds by extension, places, keys and numbers, in addition to the names of files and mounts. */
const data = new RegExp(
  [
    // What a plugin says about itself.
    'portolan-backend-json|Keeps files and folders in one JSON file[^⟦⟧]*',
    ...sampleNames.map((name) => name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)),
    String.raw`[\d.,]+ ?(?:B|kB|KB|MB|GB|ms|s|%)\b`,
    String.raw`\d+ (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w*`,
    String.raw`(?:Ctrl|Shift|Alt|Enter|Space|Tab|Esc|Delete|Insert|Page up|Page down|Ins|Del|Backspace|Home|End)\b`,
    String.raw`\b(?:BIGINT|VARCHAR|DOUBLE|Aldport|Brook|Cove|select \* from this)\b`,
    // An example of a possible value of a field.
    String.raw`^work$`,
    // Paths and addresses, and identifiers.
    String.raw`(?<!\w)~?(?:/[\w.-]+)+|files\.example\.org|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|UTF-8|in \d+ days`,
    // Sentences of the host, which the window shows unchanged.
    '(?:Charter of the sloop Halcyon|A file named|No connection to the service|No keychain can be used here|“reports” stopped answering|The secrets of “build box”)[^⟦⟧]*',
    // The operations of calls to the host, and units without a number.
    String.raw`\b(?:open|list|stat|read|[a-z]+\.[a-z]+|[KMGT]?B)\b`,
    String.raw`\b(?:SHA-\d+|MD5|CRC32C?|BLAKE3|${userInfo().username})\b`,
    'Portolan',
  ].join('|'),
  'gu',
)

const groups: Readonly<Record<string, readonly Screen[]>> = {
  panes: [...panes, ...menus],
  dialogs: [...looks, ...fileDialogs, ...folderDialogs, ...versionDialogs],
  window: [...windowDialogs, ...transfers],
}

for (const [name, screens] of Object.entries(groups)) {
  test(`all texts are in the catalogue, and longer right-to-left texts fit: ${name}`, async ({ app, page }) => {
    test.setTimeout(30_000 + screens.length * 15_000)
    await makeSampleFiles(app)
    await page.addInitScript((key) => localStorage.setItem(key, 'pseudo-rtl'), localeKey)
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.goto(app.url())
    await expect(page.locator('html')).toHaveAttribute('dir', 'rtl')
    const tour = tourOf(page, app)
    for (const screen of screens) {
      await test.step(screen.name, async () => {
        try {
          await screen.open(tour)
          expect.soft(await foreignTexts(page, data), screen.name).toEqual([])
          expect.soft(await layoutFindings(page), screen.name).toEqual([])
        } catch (error) {
          expect.soft(String(error), screen.name).toBe('')
        }
        await tour.close()
        await screen.leave?.(tour)
      })
    }
  })
}
