import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { followKeys } from './follow-keys.ts'
import type { MenuCommands } from './menu.ts'

test('the menu has the keys of the settings, and those of a change by hand', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-keys-'))
  const told: MenuCommands[] = []
  const keys = followKeys(folder, (commands) => told.push(commands))
  await vi.waitFor(() => expect(told.at(-1)?.['file.rename']?.keys).toEqual(['F2']))
  writeFileSync(join(folder, 'settings.yaml'), 'keyPreset: commander\nkeys:\n  file.copy: [F9]\n')
  await vi.waitFor(() => expect(told.at(-1)?.['file.rename']?.keys).toEqual(['Shift+F6', 'F2']), 5000)
  expect(told.at(-1)?.['file.copy']).toEqual({ title: 'Copy to the other pane…', menu: 'file', keys: ['F9'] })
  keys.close()
  rmSync(folder, { recursive: true })
})
