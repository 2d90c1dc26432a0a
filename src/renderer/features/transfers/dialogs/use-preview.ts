import { useEffect, useRef, useState } from 'react'
import type { Preview } from '../../../../contract/api/transfers.ts'
import { type Failure, failureOf } from '../../../../contract/failure.ts'
import type { CopyTransferRequest } from '../../../../contract/transfer.ts'
import { previewCopy } from '../transfer-reads.ts'
import type { Transfers } from '../transfers-store.ts'

export interface PreviewState {
  readonly preview: Preview | undefined
  readonly failure: Failure | undefined
}

/** The count starts after this pause, so that options the user only passes and a half-typed rule start nothing. */
const pauseMs = 150
const nothing: PreviewState = { preview: undefined, failure: undefined }

/**
 * Counts what a copy would do, again after each change of the request. Unmounting stops the count. If the request is
 * undefined, it does not count.
 */
export function usePreview(transfers: Transfers, request: CopyTransferRequest | undefined): PreviewState {
  const key = request && JSON.stringify(request)
  const [state, setState] = useState<PreviewState & { readonly key: string }>()
  const open = useRef((asked: string, signal: AbortSignal) => previewCopy(transfers, parse(asked), signal))
  useEffect(() => {
    if (key === undefined) return undefined
    const leaving = new AbortController()
    const show = (preview: Preview | undefined, failure?: Failure) => {
      if (!leaving.signal.aborted) setState({ key, preview, failure })
    }
    const timer = setTimeout(() => void follow(open.current(key, leaving.signal), show), pauseMs)
    return () => {
      clearTimeout(timer)
      leaving.abort()
    }
  }, [key])
  return state?.key === key && state ? state : nothing
}

async function follow(
  previews: AsyncIterable<Preview>,
  show: (preview: Preview | undefined, failure?: Failure) => void,
): Promise<void> {
  try {
    for await (const preview of previews) show(preview)
  } catch (error) {
    show(undefined, failureOf(error, 'transfers.preview'))
  }
}

function parse(asked: string): CopyTransferRequest {
  return JSON.parse(asked) as CopyTransferRequest
}
