import { describe, expect, it } from 'vitest'
import { unpackEntries } from '../../../contract/entry-page.ts'
import { failureOfListing, listEntries, listNames, makeFolder, type Suite, write } from './harness.ts'

/** More entries than a page of S3 has. */
const many = 1100

export function describeList(suite: Suite): void {
  const { signal } = suite

  async function fill(folder: string, count: number) {
    const backend = suite.backend()
    await makeFolder(suite, folder)
    const path = (number: number) => `${folder}/entry ${number}`
    const fillAtOnce = suite.fill()
    if (fillAtOnce) return fillAtOnce(Array.from({ length: count }, (_, number) => path(number)))
    for (let number = 0; number < count; number += 1) {
      if (backend.capabilities.keepsEmptyFolders) await makeFolder(suite, path(number))
      else await write(suite, path(number), '')
    }
  }

  describe('list', () => {
    it('gives no page for an empty folder', async () => {
      const pages = []
      for await (const page of suite.backend().list('', { signal })) pages.push(page)
      expect(pages).toEqual([])
    })

    it('gives files and folders with their known properties', async () => {
      await write(suite, 'file', 'hello')
      await makeFolder(suite, 'folder')
      const entries = (await listEntries(suite)).toSorted((a, b) => (a.name < b.name ? -1 : 1))
      expect(entries).toMatchObject([
        {
          name: 'file',
          kind: 'file',
          ...(suite.harness.deviations?.['sizes-in-listings'] === undefined && { sizeBytes: 5 }),
        },
        { name: 'folder', kind: 'folder' },
      ])
      expect(entries[1]).not.toHaveProperty('sizeBytes')
    })

    it('gives only the entries of the folder itself', async () => {
      await makeFolder(suite, 'folder')
      await write(suite, 'folder/inner', 'x')
      expect(await listNames(suite)).toEqual(['folder'])
      expect(await listNames(suite, 'folder')).toEqual(['inner'])
    })

    it(`gives each of ${many} entries exactly once, and no empty page`, async () => {
      await fill('many', many)
      const names: string[] = []
      const sizes: number[] = []
      for await (const page of suite.backend().list('many', { signal })) {
        sizes.push(page.count)
        names.push(...unpackEntries(page).map(({ name }) => name))
      }
      expect(Math.min(...sizes)).toBeGreaterThan(0)
      expect(names).toHaveLength(many)
      expect(new Set(names).size).toBe(many)
    })

    it('stops when the loop ends early, many times in succession', async () => {
      await fill('many', 200)
      for (let round = 0; round < 30; round += 1) {
        for await (const page of suite.backend().list('many', { signal })) if (page.count > 0) break
      }
      expect(await listNames(suite, 'many')).toHaveLength(200)
    })

    it('lists several folders at once', async () => {
      await fill('one', 60)
      await fill('two', 40)
      const lists = await Promise.all(['one', 'two', 'one', 'two', 'one'].map((path) => listNames(suite, path)))
      expect(lists.map((names) => names.length)).toEqual([60, 40, 60, 40, 60])
    })

    it('ends promptly with the caller’s reason when aborted', async () => {
      await fill('many', many)
      const abort = new AbortController()
      const pages = suite.backend().list('many', { signal: abort.signal })[Symbol.asyncIterator]()
      await pages.next()
      abort.abort(new Error('enough'))
      const rest = async () => {
        while (!(await pages.next()).done);
      }
      await expect(rest()).rejects.toThrow('enough')
    })

    it('does not start with a signal that is already aborted', async () => {
      const pages = suite.backend().list('', { signal: AbortSignal.abort(new Error('never')) })
      await expect(pages[Symbol.asyncIterator]().next()).rejects.toThrow('never')
    })

    it('fails with `not-found` if the folder does not exist', async () => {
      expect(await failureOfListing(suite, 'no')).toBe('not-found')
      expect(await failureOfListing(suite, 'no/such')).toBe('not-found')
    })

    it('fails with `not-a-folder` for a file', async () => {
      await write(suite, 'file', 'x')
      expect(await failureOfListing(suite, 'file')).toBe('not-a-folder')
    })
  })
}
