import { useState } from 'react'
import type { LinkRequest } from '../../../../contract/api/links.ts'
import type { Contract } from '../../../../contract/contract.ts'
import { failureOf } from '../../../../contract/failure.ts'
import { baseName } from '../../../../contract/location.ts'
import type { Client } from '../../../../rpc/client.ts'
import { text } from '../../../strings/text.ts'
import type { MadeLink } from './made-links.tsx'

export interface LinkMaking {
  readonly made: readonly MadeLink[]
  readonly wishedMs: number
  readonly hasPassword: boolean
  readonly problems: readonly string[]
  readonly isMaking: boolean
  /** Creates the links, or shows the sentence about what is wrong with the typed values. */
  readonly make: (calls: readonly LinkRequest[] | string) => Promise<void>
  readonly clear: () => void
}

const nothing = { made: [], problems: [], wishedMs: 0, hasPassword: false } as const

/** Creates links one after another and holds the last ones created. A link that fails does not stop the others. */
export function useLinkMaking(client: () => Client<Contract>, onMade: () => void): LinkMaking {
  const [result, setResult] = useState<Omit<LinkMaking, 'isMaking' | 'make' | 'clear'>>(nothing)
  const [isMaking, setIsMaking] = useState(false)

  async function make(calls: readonly LinkRequest[] | string) {
    if (typeof calls === 'string') return setResult({ ...nothing, problems: [calls] })
    setResult(nothing)
    setIsMaking(true)
    const nowMs = Date.now()
    const made: MadeLink[] = []
    const problems: string[] = []
    for (const call of calls) {
      const name = call.downloadAs ?? (baseName(call.location.path) || call.location.mount)
      try {
        made.push({ link: await client().links.make(call), name })
      } catch (error) {
        const why = failureOf(error).message
        problems.push(calls.length === 1 ? why : text('share.some-failed', { name, why }))
      }
    }
    const [first] = calls
    setResult({ made, problems, wishedMs: nowMs + (first?.lastsMs ?? 0), hasPassword: first?.password !== undefined })
    setIsMaking(false)
    if (made.length > 0) onMade()
  }
  return { ...result, isMaking, make, clear: () => setResult(nothing) }
}
