import { describe, expect, it } from 'vitest'
import { type StagedWrite, writeStaged } from './staged-write.ts'

const { signal } = new AbortController()
type Step = 'open' | 'fill' | 'close' | 'publish'

/** Returns a store whose step of that name fails, and a record of the steps. */
function store(failing?: Step, { isLeft = false } = {}) {
  const done: string[] = []
  const step = async (name: Step) => {
    done.push(name)
    if (name === failing) throw new Error(name)
  }
  const write: StagedWrite<string, string> = {
    open: async () => step('open').then(() => 'file'),
    fill: async () => step('fill').then(() => 'facts'),
    close: () => step('close'),
    drop: () => void done.push('drop'),
    publish: async () => step('publish').then(() => isLeft),
    published: async () => void done.push('published'),
    tidy: async () => void done.push('tidy'),
    explain: async (error) => {
      done.push('explain')
      return error
    },
  }
  return { write, done }
}

describe('a staged write', () => {
  it('fills and closes the stage before it publishes it, and leaves no stage behind', async () => {
    const { write, done } = store()
    expect(await writeStaged(write, signal)).toBe('facts')
    expect(done).toEqual(['open', 'fill', 'close', 'publish', 'published'])
  })

  it('removes a stage that remains under a second name', async () => {
    const { write, done } = store(undefined, { isLeft: true })
    await writeStaged(write, signal)
    expect(done.slice(-2)).toEqual(['published', 'tidy'])
  })

  it.each<[Step, readonly string[]]>([
    ['open', ['open', 'explain', 'tidy']],
    ['fill', ['open', 'fill', 'drop', 'explain', 'tidy']],
    ['close', ['open', 'fill', 'close', 'explain', 'tidy']],
    ['publish', ['open', 'fill', 'close', 'publish', 'explain', 'tidy']],
  ])('that fails at %s reports the failure and removes the stage', async (failing, steps) => {
    const { write, done } = store(failing)
    await expect(writeStaged(write, signal)).rejects.toThrow(failing)
    expect(done).toEqual(steps)
  })

  it('publishes nothing if it was aborted meanwhile', async () => {
    const { write, done } = store()
    await expect(writeStaged(write, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough')
    expect(done).toEqual(['open', 'fill', 'close', 'explain', 'tidy'])
  })
})
