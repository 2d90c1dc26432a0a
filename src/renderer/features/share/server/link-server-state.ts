import { useState } from 'react'
import type { LinkReach, LinkServerState } from '../../../../contract/api/links.ts'
import type { Contract } from '../../../../contract/contract.ts'
import type { Link } from '../../../../contract/facets.ts'
import { failureOf } from '../../../../contract/failure.ts'
import type { Client } from '../../../../rpc/client.ts'
import { useAnswer } from '../../../ui/hooks/use-answer.ts'

export interface StartWish {
  readonly reach?: LinkReach
  readonly baseUrl?: string | null
}

export interface LinkServerUse {
  /** Undefined until it is known. */
  readonly state: LinkServerState | undefined
  readonly problem: string | undefined
  readonly isBusy: boolean
  /** Starts the server. Resolves to false if it did not start. */
  readonly start: (wish: StartWish) => Promise<boolean>
  readonly stop: () => Promise<void>
  /** Reads the state again, because creating a link may have started the server. */
  readonly again: () => void
}

/** Reads and controls the server of our own links. It sends requests only if `isNeeded` is true. */
export function useLinkServer(
  client: () => Client<Contract>,
  { isNeeded }: { readonly isNeeded: boolean },
): LinkServerUse {
  const [answer, again] = useAnswer(
    async (signal) => (isNeeded ? client().links.server({}, { signal }) : undefined),
    `link server ${isNeeded}`,
  )
  const [problem, setProblem] = useState<string>()
  const [isBusy, setIsBusy] = useState(false)

  async function tell(work: () => Promise<unknown>): Promise<boolean> {
    setProblem(undefined)
    setIsBusy(true)
    try {
      await work()
      return true
    } catch (error) {
      setProblem(failureOf(error).message)
      return false
    } finally {
      setIsBusy(false)
      again()
    }
  }
  return {
    state: answer.kind === 'ready' ? answer.value : undefined,
    problem: problem ?? (answer.kind === 'failed' ? answer.failure.message : undefined),
    isBusy,
    again,
    start: (wish) => tell(() => client().links.startServer(wish)),
    stop: async () => void (await tell(() => client().links.stopServer({}))),
  }
}

/**
 * Returns the same link with the current base address, because the address of the server may have changed since the
 * link was created.
 */
export function withNewBase(link: Link, server: LinkServerState | undefined): Link {
  const path = /\/l\/[\w-]+\.[\w-]+\/.*$/.exec(link.url)?.[0]
  if (link.servedBy !== 'us' || server?.url === undefined || path === undefined) return link
  return { ...link, url: server.url + path }
}
