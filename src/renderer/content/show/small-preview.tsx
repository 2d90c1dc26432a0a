import { useState } from 'react'
import { text } from '../../strings/text.ts'
import { useAnswer } from '../../ui/hooks/use-answer.ts'
import type { ContentReader } from '../read/contents.ts'
import { loadPreview } from '../read/load-preview.ts'
import { ImageView } from './image/image-view.tsx'

export interface SmallPreviewProps {
  readonly reader: ContentReader
  /** True if a preview is loaded only on request, because reading may cost money. */
  readonly isAsked: boolean
}

/** Rows that the cursor only passes are not read. */
const restMs = 200

/** Shows a small preview of a file, or nothing if none is available. Use the key of the reader as the React key. */
export function SmallPreview({ reader, isAsked }: SmallPreviewProps) {
  const wasRead = reader.fetched.getState() > 0
  const [isWanted, setIsWanted] = useState(!isAsked || wasRead)
  if (isWanted) return <Glance reader={reader} />
  return (
    <button type="button" className="btn mb-3" onClick={() => setIsWanted(true)}>
      {text('look.preview')}
    </button>
  )
}

function Glance({ reader }: Pick<SmallPreviewProps, 'reader'>) {
  const [answer] = useAnswer(async (signal) => {
    if (reader.fetched.getState() === 0) await rest(restMs, signal)
    return loadPreview(reader, signal)
  }, reader.key)
  const [isBroken, setIsBroken] = useState(false)
  const preview = answer.kind === 'ready' && !isBroken ? answer.value : undefined
  if (!preview) return null
  const label = text('look.preview-of', { name: reader.name })
  if (preview.kind === 'text') {
    return (
      <pre
        translate="no"
        dir="auto"
        aria-label={label}
        className="mb-3 line-clamp-9 rounded-lg border-y-8 border-sunk bg-sunk px-2 font-mono text-tiny break-words whitespace-pre-wrap text-ink-2"
      >
        {preview.text}
      </pre>
    )
  }
  return (
    <div className="mb-3 grid place-items-center rounded-lg bg-sunk p-2">
      <ImageView
        image={preview.image}
        name={label}
        className="max-h-36 max-w-full"
        onBroken={() => setIsBroken(true)}
      />
    </div>
  )
}

function rest(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, delayMs)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(signal.reason as Error)
    })
  })
}
