import { beforeEach, describe, expect, it } from 'vitest'
import { makeFolder, needs, type Suite, write } from './harness.ts'

export function describeIdentity(suite: Suite): void {
  const { signal } = suite

  describe('identity', () => {
    beforeEach((context) => needs(context, suite.backend().identity !== undefined, 'an identity'))
    const identify = (path: string) => suite.backend().identity?.identify(path, { signal })

    it('differs for each entry of a store, and starts with that of the folder', async () => {
      await makeFolder(suite, 'in')
      await write(suite, 'in/x', 'x')
      const [folder, file, other] = [await identify('in'), await identify('in/x'), await identify('in/y')]
      expect(file?.path.startsWith(`${folder?.path}/`)).toBe(true)
      expect(other?.store).toBe(file?.store)
      expect(other?.path).not.toBe(file?.path)
    })

    it('is the same when the mount is opened again', async (context) => {
      const again = await suite.again()?.()
      needs(context, again !== undefined, 'a second backend on the same files')
      try {
        expect(await again?.identity?.identify('x', { signal })).toEqual(await identify('x'))
      } finally {
        await again?.close()
      }
    })
  })
}
