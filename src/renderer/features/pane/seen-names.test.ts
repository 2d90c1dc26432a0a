import { expect, test } from 'vitest'
import { packEntries } from '../../../contract/entry-page.ts'
import type { Contract } from '../../../contract/contract.ts'
import type { Client } from '../../../rpc/client.ts'
import { createPane, currentTab, type Pane } from './pane.ts'
import { rememberRows, seenNames } from './seen-names.ts'

function paneWith(names: readonly string[]): Pane {
  const pane = createPane(
    {
      side: 'left',
      client: () => ({}) as Client<Contract>,
      orders: { open: () => Promise.reject(new Error('not asked')) as never },
      showHidden: () => false,
      foldersFirst: () => true,
      now: () => 0,
    },
    [{ location: { mount: 'm', path: 'here' } }],
  )
  const { index } = currentTab(pane).view
  index.append(
    packEntries([{ name: 'folder-q3', kind: 'folder' }, ...names.map((name) => ({ name, kind: 'file' as const }))]),
  )
  return pane
}
const paths = (pane: Pane, most = 30) =>
  seenNames([pane], (name) => name.includes('q3'), { most }).map(({ path }) => path)

test('finds files by base name in shown folders and in folders shown before', () => {
  const pane = paneWith(['a-q3', 'other'])
  expect(paths(pane)).toEqual(['here/a-q3'])
  rememberRows(pane, { ...currentTab(paneWith(['old/q3', 'q3-folder/x'])), location: { mount: 'm', path: 'left' } })
  expect(paths(pane)).toEqual(['here/a-q3', 'left/old/q3'])
})

test('limits how many names are searched and remembered', () => {
  const many = paneWith(Array.from({ length: 30_000 }, (_, at) => (at < 25_000 ? `x-${at}` : `q3-${at}`)))
  expect(paths(many)).toEqual([])
  rememberRows(many, currentTab(many))
  expect(many.seen).toEqual([])
  expect(paths(paneWith(['q3-1', 'q3-2', 'q3-3']), 2)).toHaveLength(2)
})
