import { useCallback, useState } from 'react'
import { text } from '../../../strings/text.ts'
import { FailureNote } from '../../../ui/failure-note.tsx'
import { formatSize } from '../../../ui/format/size.ts'
import { useAnswer } from '../../../ui/hooks/use-answer.ts'
import { useDateFormat } from '../../../ui/hooks/use-date-format.ts'
import { headBytes } from '../../read/kind-of.ts'
import { loadImage, longestImage } from '../../read/load-content.ts'
import { Reading } from '../reading.tsx'
import type { ViewerProps } from '../viewer.ts'
import { cameraFacts, readCameraTags } from './camera-facts.ts'
import { ImageView } from './image-view.tsx'

/** Shows an image and its camera tags. */
export function ImageViewer({ reader, onFacts, type }: ViewerProps & { readonly type: string }) {
  const [answer, again] = useAnswer((signal) => loadImage(reader, type, signal), reader.key)
  const [isBroken, setIsBroken] = useState(false)
  const onSize = useCallback(
    (width: number, height: number) => onFacts([text('look.pixels', { width, height })]),
    [onFacts],
  )
  if (answer.kind === 'loading') return <Reading />
  if (answer.kind === 'failed') return <FailureNote failure={answer.failure} onAgain={again} />
  if (!answer.value || isBroken) {
    const why = isBroken ? text(type === 'image/heic' ? 'look.heic' : 'look.image-broken') : tooLarge()
    return (
      <>
        <p className="text-ink-2">{why}</p>
        <Camera reader={reader} />
      </>
    )
  }
  return (
    <>
      <div className="grid min-h-0 flex-1 place-items-center rounded-lg bg-sunk p-2 *:min-h-0">
        <ImageView
          image={answer.value}
          name={reader.name}
          className="max-h-full max-w-full"
          onBroken={() => setIsBroken(true)}
          onSize={onSize}
        />
      </div>
      <Camera reader={reader} />
    </>
  )
}

function Camera({ reader }: Pick<ViewerProps, 'reader'>) {
  const [answer] = useAnswer(async (signal) => readCameraTags(await reader.read(0, headBytes, signal)), reader.key)
  const dates = useDateFormat()
  const facts = answer.kind === 'ready' ? cameraFacts(answer.value, dates) : []
  if (facts.length === 0) return null
  return (
    <ul aria-label={text('look.exif')} className="mt-1.5 flex flex-wrap gap-x-3 text-small text-ink-2 select-text">
      {facts.map((fact) => (
        <li key={fact}>{fact}</li>
      ))}
    </ul>
  )
}

function tooLarge(): string {
  return text('look.image-too-large', { most: formatSize(longestImage) })
}
