import { randomBytes } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Backend, Piece, PublishOptions, Stage, Stored } from '../backend.ts'
import { bytesOf, failureKind, needs, readAll, readText, settledNames, type Suite, write } from './harness.ts'
import { untrueSums } from './sums.ts'

/** A stage that was begun, and what was written to it. */
interface Begun extends Stage {
  readonly path: string
  readonly id: string
}

const sorted = (pieces: readonly Piece[]) => pieces.toSorted((a, b) => a.number - b.number)

export function describeStaging(suite: Suite): void {
  const { signal } = suite
  const facet = (backend: Backend = suite.backend()) => {
    const { staging } = backend
    if (!staging) throw new Error('this backend takes no pieces')
    return staging
  }
  async function begin(path: string, expectedBytes: number, ifExists: 'replace' | 'fail' = 'fail'): Promise<Begun> {
    const id = randomBytes(8).toString('hex')
    return { path, id, ...(await facet().begin(path, { id, expectedBytes, ifExists, signal })) }
  }
  const send = ({ path, token }: Begun, number: number, bytes: Uint8Array) =>
    facet().writePiece(path, token, number, bytes, { signal })
  async function publish(
    { path, token }: Begun,
    pieces: readonly Piece[],
    options: Partial<PublishOptions> = {},
  ): Promise<Stored> {
    const sizeBytes = pieces.reduce((sum, piece) => sum + piece.sizeBytes, 0)
    return facet().publish(path, token, { ifExists: 'fail', sizeBytes, pieces, signal, ...options })
  }
  async function nothingButLeft(names: readonly string[]) {
    await settledNames(suite, names)
    const left: string[] = []
    for await (const uploads of suite.backend().uploads?.list('', { signal }) ?? []) {
      left.push(...uploads.map(({ path }) => path))
    }
    expect(left).toEqual([])
  }

  describe('staging', () => {
    beforeEach((context) => needs(context, suite.backend().staging !== undefined, 'files in pieces'))

    it('accepts pieces in any order, resumes in another session, and shows no partial file', async () => {
      const probe = await begin('probe', 100 * 1024 ** 2)
      await facet().discard('probe', probe.token, { signal })
      const bytes = randomBytes(probe.pieceBytes * 2 + 777)
      const stage = await begin('big', bytes.length)
      const partOf = (number: number) => bytes.subarray(number * stage.pieceBytes, (number + 1) * stage.pieceBytes)
      const { inOrder } = facet()
      const sent = inOrder ? [] : await Promise.all([2, 0].map((number) => send(stage, number, partOf(number))))
      for (const number of inOrder ? [0, 1] : []) sent.push(await send(stage, number, partOf(number)))
      const other = (await suite.again()?.()) ?? suite.backend()
      const there = await facet(other).pieces('big', stage.token, { believed: sent, signal })
      expect(sorted(there)).toMatchObject(
        [0, inOrder ? 1 : 2].map((number) => ({ number, sizeBytes: partOf(number).length })),
      )
      const left = inOrder ? 2 : 1
      const last = await facet(other).writePiece('big', stage.token, left, partOf(left), { signal })
      expect(await failureKind(other.stat('big', { signal }))).toBe('not-found')
      const pieces = sorted([...there, last])
      const modifiedMs = 1_234_567_890_000
      const stored = await facet(other).publish('big', stage.token, {
        ifExists: 'fail',
        sizeBytes: bytes.length,
        pieces,
        modifiedMs,
        signal,
      })
      if (other !== suite.backend()) await other.close()
      expect(stored).toMatchObject({ name: 'big', kind: 'file', sizeBytes: bytes.length })
      expect(stored.proof).toBeDefined()
      expect(untrueSums(stored.sums, bytes)).toEqual([])
      const { modifiedTime } = suite.backend().capabilities
      const { modifiedMs: kept = 0 } = await suite.backend().stat('big', { signal })
      if (modifiedTime.canSet) expect(Math.abs(kept - modifiedMs)).toBeLessThan(modifiedTime.precisionMs)
      expect((await readAll(suite, 'big')).equals(bytes)).toBe(true)
      await nothingButLeft(['big'])
    })

    it('replaces a file, accepts a piece twice, and supports unusual names and empty files', async () => {
      const name = 'ümlaut – € a b+c%20&d'
      await write(suite, name, 'what was there before')
      const stage = await begin(name, 3, 'replace')
      await send(stage, 0, bytesOf('old'))
      const piece = await send(stage, 0, bytesOf('new'))
      expect(await readText(suite, name)).toBe('what was there before')
      await publish(stage, [piece], { ifExists: 'replace' })
      expect(await readText(suite, name)).toBe('new')
      const empty = await begin('empty', 0)
      expect(await publish(empty, [])).toMatchObject({ sizeBytes: 0 })
      const other = await begin('other', 0)
      await publish(other, [await send(other, 0, new Uint8Array())])
      expect(await readText(suite, 'other')).toBe('')
      await nothingButLeft(['empty', 'other', name])
    })

    it('fails before the first piece with the failures of a write', async () => {
      await write(suite, 'file', 'x')
      await suite.backend().makeFolder('folder', { signal })
      expect(await failureKind(begin('file', 1))).toBe('exists')
      expect(await failureKind(begin('folder', 1, 'replace'))).toBe('not-a-file')
      expect(await failureKind(begin('no/file', 1))).toBe('not-found')
      await nothingButLeft(['file', 'folder'])
    })

    it('never replaces a file that took the name meanwhile, and keeps the pieces', async () => {
      const stage = await begin('file', 3)
      const pieces = [await send(stage, 0, bytesOf('new'))]
      await write(suite, 'file', 'of someone else', 'replace') // Azurite treats uncommitted blocks as a file here
      expect(await failureKind(publish(stage, pieces))).toBe('exists')
      expect(await readText(suite, 'file')).toBe('of someone else')
      // some stores discard pieces when the name is written in another way, and report it
      const kind = await failureKind(publish(stage, pieces, { ifExists: 'replace' }))
      expect([kind, await readText(suite, 'file')]).toEqual(
        kind === 'none' ? ['none', 'new'] : ['not-found', 'of someone else'],
      )
      await facet().discard('file', stage.token, { signal })
      await nothingButLeft(['file'])
    })

    it('leaves nothing behind when it is discarded, even twice', async () => {
      const stage = await begin('file', 3)
      const believed = [await send(stage, 0, bytesOf('new'))]
      await facet().discard('file', stage.token, { signal })
      await facet().discard('file', stage.token, { signal })
      expect(await failureKind(facet().pieces('file', stage.token, { believed, signal }))).toBe('not-found')
      expect(await failureKind(publish(stage, believed))).toBe('not-found')
      await nothingButLeft([])
    })

    it('publishes only exactly what was sent', async () => {
      const stage = await begin('file', 3)
      const whole = await send(stage, 0, bytesOf('new'))
      const second = facet().inOrder ? { number: 1, sizeBytes: 2 } : await send(stage, 1, bytesOf('er'))
      const gap: Piece = { number: 0, sizeBytes: stage.pieceBytes }
      expect(await failureKind(publish(stage, [whole], { sizeBytes: 2 }))).toBe('bad-input')
      expect(await failureKind(publish(stage, [second]))).toBe('bad-input')
      expect(await failureKind(publish(stage, [{ ...whole, sizeBytes: 5 }]))).toBe('corrupt')
      expect(await failureKind(publish(stage, [gap, second]))).toBe('corrupt')
      expect(['none', 'bad-input']).toContain(await failureKind(send(stage, 0, new Uint8Array(stage.pieceBytes + 1))))
      expect(await failureKind(suite.backend().stat('file', { signal }))).toBe('not-found')
      await facet().discard('file', stage.token, { signal })
      await nothingButLeft([])
    })

    it('removes a stage whose creation was never reported, and no other', async () => {
      const sinceMs = Date.now()
      const unheard = await begin('file', 3)
      const kept = await begin('file', 3)
      const piece = await send(kept, 0, bytesOf('new'))
      await facet().tidy('file', unheard.id, { sinceMs, untilMs: Date.now(), signal })
      await facet().tidy('file', unheard.id, { sinceMs, untilMs: Date.now(), signal })
      await publish(kept, [piece])
      expect(await readText(suite, 'file')).toBe('new')
      await nothingButLeft(['file'])
    })

    it('refuses a path as a token', async () => {
      await suite.backend().makeFolder('folder', { signal })
      await write(suite, 'file', 'x')
      for (const token of ['../file', 'folder/../file', '']) {
        const work = [
          facet().pieces('folder/new', token, { believed: [], signal }),
          facet().writePiece('folder/new', token, 0, bytesOf('y'), { signal }),
          facet().publish('folder/new', token, {
            ifExists: 'fail',
            sizeBytes: 1,
            pieces: [{ number: 0, sizeBytes: 1 }],
            signal,
          }),
        ]
        const kinds = await Promise.all(work.map(failureKind))
        expect(kinds.filter((kind) => !['not-found', 'bad-input', 'corrupt'].includes(kind))).toEqual([])
        expect(['none', 'bad-input']).toContain(await failureKind(facet().discard('folder/new', token, { signal })))
      }
      expect(await readText(suite, 'file')).toBe('x')
      await nothingButLeft(['file', 'folder'])
    })
  })
}
