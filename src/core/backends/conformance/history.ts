import { beforeEach, describe, expect, it } from 'vitest'
import type { FilePrune } from '../../../contract/history.ts'
import { needs, type Suite, write } from './harness.ts'

export function describeHistory(suite: Suite): void {
  const { signal } = suite
  const facet = () => {
    const { history } = suite.backend()
    if (!history) throw new Error('this backend keeps no history')
    return history
  }
  async function writeThree() {
    for (const text of ['one', 'two', 'three']) await write(suite, 'file', text, 'replace')
  }

  describe('history', () => {
    beforeEach((context) => needs(context, suite.backend().history !== undefined, 'a history'))

    it('reports how many versions and bytes it keeps', async () => {
      await writeThree()
      const status = await facet().status('', { signal })
      expect(status).toMatchObject({
        files: 1,
        versions: 3,
        deletions: 0,
        contents: 3,
        contentBytes: 11,
        retention: {},
      })
    })

    it('keeps every version without a rule, then only those that the rules keep', async () => {
      await writeThree()
      expect(await facet().planPrune('', { signal })).toMatchObject({ versions: 0, files: [] })
      await facet().setRetention('', { newest: 1 }, { signal })
      expect((await facet().status('', { signal })).retention).toEqual({ newest: 1 })
      const plan = await facet().planPrune('', { signal })
      expect(plan).toMatchObject({ versions: 2, freedBytes: 6, contentBytes: 11 })
      expect((await facet().status('', { signal })).versions).toBe(3)
      const gone: FilePrune[] = []
      for await (const some of facet().prune('', plan, { signal })) gone.push(...some)
      expect(gone).toEqual(plan.files)
      expect(await facet().status('', { signal })).toMatchObject({ versions: 1, contentBytes: 5 })
    })

    it('verifies without a problem, and repair has nothing to do', async () => {
      await writeThree()
      for await (const page of facet().verify('', { signal }))
        for (const checked of page) expect(checked.problem).toBeUndefined()
      const done = []
      for await (const each of facet().repair('', { signal, removesLost: false })) done.push(each)
      expect(done).toEqual([{ kind: 'orphans', count: 0, sizeBytes: 0 }])
    })
  })
}
