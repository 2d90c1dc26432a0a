/** Decides which stages have their content stored while their pieces arrive. For others, this happens at publishing. */
import type { OsPath } from '../../backend.ts'
import { largeBytes } from '../contents/cut.ts'
import type { Following } from '../contents/follow.ts'
import type { Kept } from '../contents/protocol.ts'
import type { Shelf } from '../shelf.ts'

/** Each uses a thread and some memory. */
const mostStages = 4

interface Followed {
  readonly following: Following
  /** Pieces that arrived before an earlier piece. */
  readonly early: Set<number>
  /** All pieces before this one have arrived. */
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
    /** Writes a piece. If it fails, or is written again after it was read, the stage is no longer followed. */
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
    /** Returns undefined if the stage was not followed, or its content could not be stored. */
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
