import { text } from '../../../strings/text.ts'
import { FailureNote } from '../../../ui/failure-note.tsx'
import { formatSize } from '../../../ui/format/size.ts'
import { useAnswer } from '../../../ui/hooks/use-answer.ts'
import { Reading } from '../reading.tsx'
import type { ViewerProps } from '../viewer.ts'
import type { Piece } from './highlight.ts'
import { TextView } from './text-view.tsx'
import { mostTextBytes, type TextReading, useText } from './use-text.ts'

/** Code beyond this length is shown without colours. */
const mostColoured = 200_000

/** Shows the beginning of a text or code, and more of it on request. */
export function TextViewer({ reader }: Pick<ViewerProps, 'reader'>) {
  const soFar = useText(reader)
  const code = (soFar.text ?? '').slice(0, mostColoured)
  const coloured = code.lastIndexOf('\n') > 0 && soFar.isCut ? code.slice(0, code.lastIndexOf('\n')) : code
  const [lines] = useAnswer(() => colour(reader.name, coloured), `${reader.key} ${coloured.length}`)
  if (soFar.text === undefined) {
    return soFar.failure ? <FailureNote failure={soFar.failure} onAgain={soFar.more} /> : <Reading />
  }
  const shown = lines.kind === 'ready' ? lines.value : undefined
  return (
    <>
      <TextView label={text('look.text', { name: reader.name })} text={soFar.text} {...(shown && { lines: shown })} />
      <More soFar={soFar} sizeBytes={reader.state.sizeBytes} />
    </>
  )
}

interface MoreProps {
  readonly soFar: TextReading
  readonly sizeBytes: number | undefined
}

/** Tells how much of the text is shown, and offers a button to show more. */
function More({ soFar, sizeBytes }: MoreProps) {
  const { isCut, isReading, isBroken, failure, shownBytes, more } = soFar
  if (failure) return <FailureNote failure={failure} onAgain={more} />
  if (isBroken) return <Note>{text('look.no-text')}</Note>
  if (!isCut) return null
  if (shownBytes >= mostTextBytes) return <Note>{text('look.most', { size: formatSize(shownBytes) })}</Note>
  return (
    <div className="flex items-center gap-3 pt-2">
      <p className="text-small text-ink-2">
        {text('look.so-far', { shown: formatSize(shownBytes), size: formatSize(sizeBytes ?? Number.NaN) })}
      </p>
      <button type="button" className="btn" aria-disabled={isReading} onClick={() => !isReading && more()}>
        {text('look.more')}
      </button>
    </div>
  )
}

function Note({ children }: { readonly children: string }) {
  return <p className="pt-2 text-small text-ink-2">{children}</p>
}

async function colour(name: string, code: string): Promise<readonly (readonly Piece[])[] | undefined> {
  const { highlight } = await import('./highlight.ts')
  return highlight(name, code)
}
