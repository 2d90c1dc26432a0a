import { useState } from 'react'
import type { Failure } from '../../../../contract/failure.ts'
import { useAnswer } from '../../../ui/hooks/use-answer.ts'
import type { ContentReader } from '../../read/contents.ts'
import { loadText } from '../../read/load-content.ts'

export const firstTextBytes = 64 * 1024 - 1
export const mostTextBytes = 8_000_000

export interface TextSoFar {
  readonly text?: string
  readonly isCut: boolean
  readonly shownBytes: number
  /** True if a later part of the file is not text. */
  readonly isBroken: boolean
}

export interface TextReading extends TextSoFar {
  readonly isReading: boolean
  readonly failure?: Failure
  /** Reads four times as much; after a failure, retries the same part. */
  readonly more: () => void
}

const nothingYet: TextSoFar = { isCut: false, shownBytes: 0, isBroken: false }

/** Reads the beginning of a text, and more of it on request. The present text stays while more is read. */
export function useText(reader: ContentReader): TextReading {
  const [most, setMost] = useState(firstTextBytes)
  const [soFar, setSoFar] = useState(nothingYet)
  const [seen, setSeen] = useState<Partial<TextSoFar>>()
  const [answer, again] = useAnswer(async (signal): Promise<Partial<TextSoFar>> => {
    const read = await loadText(reader, most, signal)
    return read ? { ...read, shownBytes: most } : { isBroken: true }
  }, `${reader.key} ${most}`)
  if (answer.kind === 'ready' && answer.value !== seen) {
    setSeen(answer.value)
    setSoFar((before) => ({ ...before, ...answer.value }))
  }
  const failure = answer.kind === 'failed' ? answer.failure : undefined
  return {
    ...soFar,
    isReading: answer.kind === 'loading',
    ...(failure && { failure }),
    more: failure ? again : () => setMost((before) => Math.min(before * 4, mostTextBytes)),
  }
}
