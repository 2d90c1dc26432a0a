/** Which stages are kept while their pieces come. The others are kept when they are published. */
import type { OsPath } from '../../backend.ts'
import { largeBytes } from '../contents/cut.ts'
import type { Following } from '../contents/follow.ts'
import type { Kept } from '../contents/protocol.ts'
import type { Shelf } from '../shelf.ts'

/** Each has a thread and some memory. */
const mostStages = 4

interface Followed {
  readonly following: Following
  /** Pieces that are there before one that is not. */
  readonly early: Set<number>
  /** All before this one are there. */
  next: number
}

export function followStages({ content }: Shelf) {
  const all = new Map<string, Followed>()
  const keyOf = (stage: OsPath) => Buffer.from(stage).toString('latin1')

  async function drop(stage: OsPath): Promise<void> {
    const found = all.get(keyOf(stage))
    all.delete(keyOf(stage))
    await found?.following.drop()
  }
  return {
    drop,
    async begin(stage: OsPath, pieceBytes: number, expectedBytes = 0): Promise<void> {
      await drop(stage)
      if (expectedBytes < largeBytes || all.size >= mostStages) return
      all.set(keyOf(stage), { following: content.follow(stage, pieceBytes), early: new Set(), next: 0 })
    },
    /** A piece that fails, or comes once more after it was read, ends it. */
    async piece<T>(stage: OsPath, number: number, write: () => Promise<T>): Promise<T> {
      const found = all.get(keyOf(stage))
      if (!found) return write()
      if (found.next > number) await drop(stage)
      found.early.delete(number)
      try {
        const written = await write()
        note(found, number)
        return written
      } catch (error) {
        await drop(stage)
        throw error
      }
    },
    /** Undefined where it was not followed, or could not be kept. */
    async end(stage: OsPath, signal: AbortSignal): Promise<Kept | undefined> {
      const found = all.get(keyOf(stage))
      all.delete(keyOf(stage))
      try {
        return await found?.following.end({ signal })
      } catch {
        signal.throwIfAborted()
        return undefined
      }
    },
  }
}

function note(followed: Followed, number: number): void {
  const { early, following } = followed
  early.add(number)
  while (early.delete(followed.next)) followed.next += 1
  following.arrived(followed.next)
}
