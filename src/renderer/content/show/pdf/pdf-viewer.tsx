import type { PDFDocumentProxy } from 'pdfjs-dist'
import { useEffect } from 'react'
import { StorageError } from '../../../../contract/failure.ts'
import { text } from '../../../strings/text.ts'
import { FailureNote } from '../../../ui/failure-note.tsx'
import { useAnswer } from '../../../ui/hooks/use-answer.ts'
import { Reading } from '../reading.tsx'
import { scrollerMark, type ViewerProps } from '../viewer.ts'
import { openPdf } from './open-pdf.ts'
import { PdfPage } from './pdf-page.tsx'

interface Opened {
  readonly document: PDFDocumentProxy
  /** Width divided by height of the first page. */
  readonly ratio: number
}

/** Shows the pages of a PDF, and renders each when it becomes visible. */
export function PdfViewer({ reader, onFacts }: ViewerProps) {
  const [answer, again] = useAnswer((signal) => openDocument(reader, signal), reader.key)
  useEffect(() => {
    if (answer.kind !== 'ready' || 'why' in answer.value) return
    onFacts([text('look.pages', { count: answer.value.document.numPages })])
  }, [answer, onFacts])
  if (answer.kind === 'loading') return <Reading />
  if (answer.kind === 'failed') return <FailureNote failure={answer.failure} onAgain={again} />
  if ('why' in answer.value) return <p className="text-ink-2">{answer.value.why}</p>
  const { document, ratio } = answer.value
  return (
    <div
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by the keyboard
      tabIndex={0}
      role="group"
      aria-label={text('look.pdf', { name: reader.name })}
      {...scrollerMark}
      className="min-h-24 flex-1 overflow-auto rounded-lg bg-sunk p-3"
    >
      <ol className="mx-auto flex max-w-200 flex-col gap-3">
        {Array.from({ length: document.numPages }, (_, at) => (
          <PdfPage key={at} document={document} at={at + 1} ratio={ratio} />
        ))}
      </ol>
    </div>
  )
}

/** Resolves to the document, or to the reason why it cannot be shown. */
async function openDocument(
  reader: ViewerProps['reader'],
  signal: AbortSignal,
): Promise<Opened | { readonly why: string }> {
  try {
    const { document } = await openPdf(reader, signal)
    const { width, height } = (await document.getPage(1)).getViewport({ scale: 1 })
    return { document, ratio: width / height }
  } catch (error) {
    if (error instanceof StorageError) throw error
    const isLocked = error instanceof Error && error.name === 'PasswordException'
    return { why: text(isLocked ? 'look.pdf-locked' : 'look.pdf-broken') }
  }
}
