/**
 * The test suite for every backend. It tests the contract of `backend.ts`. `describeBackend('memory', { open })` is
 * enough to use it. Test cases are chosen only by capabilities, never by the kind of backend.
 */
import { afterEach, beforeEach, describe, expect } from 'vitest'
import { describeBulk } from './bulk.ts'
import { describeClaims } from './claims.ts'
import { describeDeleted } from './deleted.ts'
import type { Ground, Harness, Suite } from './harness.ts'
import { describeLinks } from './links.ts'
import { describeList } from './list.ts'
import { describeMakeFolder } from './make-folder.ts'
import { describeHistory } from './history.ts'
import { describeMoments } from './moments.ts'
import { describeNames } from './names.ts'
import { describePermissions } from './permissions.ts'
import { describeProperties } from './properties.ts'
import { describeRead } from './read.ts'
import { describeReadOnly } from './read-only.ts'
import { describeRemoveMany } from './remove-many.ts'
import { describeRemove } from './remove.ts'
import { describeRename } from './rename.ts'
import { describeServerCopy } from './server-copy.ts'
import { describeClock } from './clock.ts'
import { describeIdentity } from './identity.ts'
import { describeSpace } from './space.ts'
import { describeStaging } from './staging.ts'
import { describeStat } from './stat.ts'
import { describeSums } from './sums.ts'
import { describeTableRow } from './table.ts'
import { describeTrash } from './trash.ts'
import { describeVersions } from './versions.ts'
import { describeWatch } from './watch.ts'
import { describeWrite } from './write.ts'

export function describeBackend(name: string, harness: Harness): void {
  describe(`${name} as a backend`, () => {
    const { signal } = new AbortController()
    let ground: Ground | undefined
    const suite: Suite = {
      harness,
      signal,
      backend() {
        if (!ground) throw new Error('no test is running')
        return ground.backend
      },
      fill: () => ground?.fill?.bind(ground),
      again: () => ground?.again?.bind(ground),
      outside() {
        if (ground?.backend.capabilities.canWrite !== false) return undefined
        if (!ground.outside) throw new Error('this backend can’t write, and nothing else sets up what it reads')
        return ground.outside
      },
    }
    beforeEach(async () => {
      ground = await harness.open()
    })
    afterEach(async () => {
      const began = performance.now()
      await ground?.backend.close()
      const closingMs = performance.now() - began
      await ground?.tidy?.()
      ground = undefined
      expect(closingMs).toBeLessThan(1500)
    })

    describeClaims(suite)
    describeTableRow(suite)
    describeList(suite)
    describeStat(suite)
    describeRead(suite)
    describeReadOnly(suite)
    describeWrite(suite)
    describeMakeFolder(suite)
    describeRemove(suite)
    describeRename(suite)
    describeTrash(suite)
    describeWatch(suite)
    describeNames(suite)
    describeVersions(suite)
    describeHistory(suite)
    describeMoments(suite)
    describeDeleted(suite)
    describeProperties(suite)
    describePermissions(suite)
    describeServerCopy(suite)
    describeRemoveMany(suite)
    describeBulk(suite)
    describeLinks(suite)
    describeSpace(suite)
    describeClock(suite)
    describeIdentity(suite)
    describeStaging(suite)
    describeSums(suite)
  })
}
