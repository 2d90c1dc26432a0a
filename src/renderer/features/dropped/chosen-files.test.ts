import { expect, test } from 'vitest'
import { entriesOfChosen } from './chosen-files.ts'
import { childrenOf, fileOf, findEntry, rootsOf } from './find-entry.ts'

function chosen(path: string, text: string): File {
  const file = new File([text], path.slice(path.lastIndexOf('/') + 1))
  return Object.defineProperty(file, 'webkitRelativePath', { value: path.includes('/') ? path : '' })
}

test('chosen files are read like dropped ones', async () => {
  const roots = rootsOf(entriesOfChosen([chosen('a.txt', 'one'), chosen('b.txt', 'two')]))
  expect([...roots.keys()]).toEqual(['a.txt', 'b.txt'])
  expect(await (await fileOf(await findEntry(roots, 'b.txt'))).text()).toBe('two')
})

test('a chosen folder keeps its folders and files', async () => {
  const roots = rootsOf(entriesOfChosen([chosen('trip/map.png', 'm'), chosen('trip/day 1/notes.md', 'n')]))
  const trip = await findEntry(roots, 'trip')
  const names: string[] = []
  for await (const batch of childrenOf(trip as FileSystemDirectoryEntry)) names.push(...batch.map(({ name }) => name))
  expect(names).toEqual(['map.png', 'day 1'])
  expect(await (await fileOf(await findEntry(roots, 'trip/day 1/notes.md'))).text()).toBe('n')
  await expect(findEntry(roots, 'trip/day 2/notes.md')).rejects.toThrow('Nothing is at')
})
