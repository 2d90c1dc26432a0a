/** The files that were dropped into this window, for transfers to read as long as it is there. */
import type { Contract } from '../../../contract/contract.ts'
import { failureOf } from '../../../contract/failure.ts'
import type { Location } from '../../../contract/location.ts'
import type { Client } from '../../../rpc/client.ts'
import { failureReason } from '../../strings/failures.ts'
import { text } from '../../strings/text.ts'
import { answerAsk } from './answer-ask.ts'
import { type Roots, rootsOf } from './find-entry.ts'

export interface DroppedFiles {
  /** Holds them ready; gives where transfers find each of them. `mount`: they were offered below it before. */
  offer(entries: readonly FileSystemEntry[], mount?: string): Promise<readonly Location[]>
  /** Nothing is to be read of them. */
  release(mount: string): void
  /** After the line to the host was lost. What can't be offered then is told as a problem, and let go. */
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

  /** Resolves with their mount when the host has them. */
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
      // one that breaks off is offered again with the line
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
          if (kind === 'disconnected') return // offered again with the next line
          held.delete(mount)
          onProblem(text('dropped.not-again', { reason: failureReason(kind) }))
        })
      }
    },
  }
}
