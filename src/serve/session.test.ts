import { writeFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { failureOf } from '../contract/failure.ts'
import { mountSmallDisk } from '../core/files/small-disk.test-support.ts'
import { readSessionKey } from './session.ts'

it('reports that the disk is too full for the key, and leaves no partial file', async (context) => {
  const { folder, unmount } = await mountSmallDisk(context, '1m')
  onTestFinished(unmount)
  expect(() => writeFileSync(join(folder, 'filler'), 'x'.repeat(2 * 1024 ** 2))).toThrow('ENOSPC')
  const failure = await readSessionKey(join(folder, 'key')).then(() => undefined, failureOf)
  expect(failure).toMatchObject({ kind: 'no-space' })
  expect(failure?.message).toMatch(/^Portolan can’t write .+, because the disk is full\. Free some space/)
  expect(await readdir(folder)).toEqual(['filler'])
})
