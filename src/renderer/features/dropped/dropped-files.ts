/** The files that were dropped into this window. Transfers can read them while the window is open. */
import type { Contract } from '../../../contract/contract.ts'
import { failureOf } from '../../../contract/failure.ts'
import type { Location } from '../../../contract/location.ts'
import type { Client } from '../../../rpc/client.ts'
import { failureReason } from '../../strings/failures.ts'
import { text } from '../../strings/text.ts'
import { answerAsk } from './answer-ask.ts'
import { type Roots, rootsOf } from './find-entry.ts'

export interface DroppedFiles {
  /**
   * Offers the files to the host and returns the location of each. `mount` is the mount of an earlier offer of these
   * files.
   */
  offer(entries: readonly FileSystemEntry[], mount?: string): Promise<readonly Location[]>
  /** Withdraws the offer of these files; they can no longer be read. */
  release(mount: string): void
  /**
   * Offers all files again after a reconnection. Files that can no longer be offered are reported as a problem and
   * released.
   */
  offerAgain(): void
}

interface Held {
  readonly roots: Roots
  leaving: AbortController
}

export interface DroppedFilesDeps {
  readonly client: () => Client<Contract>
  readonly onProblem: (message: string) => void
}

export function createDroppedFiles({ client, onProblem }: DroppedFilesDeps): DroppedFiles {
  const held = new Map<string, Held>()

  /** Resolves with the name of their mount when the host has accepted the offer. */
  function hold(roots: Roots, wanted: string | undefined): Promise<string> {
    const leaving = new AbortController()
    return new Promise((resolve, reject) => {
      const answer = async () => {
        const calls = client().droppedFiles
        const offer = calls.offer(wanted === undefined ? {} : { mount: wanted }, { signal: leaving.signal })
        for await (const event of offer) {
          if (event.kind === 'asked') void answerAsk(calls, roots, event)
          else {
            held.set(event.mount, { roots, leaving })
            resolve(event.mount)
          }
        }
      }
      // After the first event, a failed offer needs no handling here: it is made again after the reconnection.
      answer().catch(reject)
    })
  }

  return {
    async offer(entries, mount) {
      const roots = rootsOf(entries)
      const found = await hold(roots, mount)
      return [...roots.keys()].map((path) => ({ mount: found, path }))
    },
    release(mount) {
      held.get(mount)?.leaving.abort(new DOMException('Not needed.', 'AbortError'))
      held.delete(mount)
    },
    offerAgain() {
      for (const [mount, { roots, leaving }] of held) {
        leaving.abort()
        hold(roots, mount).catch((error: unknown) => {
          const { kind } = failureOf(error)
          if (kind === 'disconnected') return // They are offered again with the next connection.
          held.delete(mount)
          onProblem(text('dropped.not-again', { reason: failureReason(kind) }))
        })
      }
    },
  }
}
