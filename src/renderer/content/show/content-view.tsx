/** Shows the content of a file with the viewer for its kind. A new kind needs a line in `kind-of.ts` and one here. */
import type { ComponentType } from 'react'
import { text } from '../../strings/text.ts'
import { FailureNote } from '../../ui/failure-note.tsx'
import { later } from '../../ui/later.tsx'
import { useAnswer } from '../../ui/hooks/use-answer.ts'
import { type ContentKind, headBytes, kindOf } from '../read/kind-of.ts'
import { ImageViewer } from './image/image-viewer.tsx'
import { MediaViewer } from './media-viewer.tsx'
import { Reading } from './reading.tsx'
import { TextViewer } from './text/text-viewer.tsx'
import type { ViewerProps } from './viewer.ts'

// Loaded when the first file of the kind is shown.
const MarkdownViewer = later(async () => (await import('./markdown/markdown-viewer.tsx')).MarkdownViewer, <Reading />)
const PdfViewer = later(async () => (await import('./pdf/pdf-viewer.tsx')).PdfViewer, <Reading />)
const ArchiveViewer = later(async () => (await import('./archive/archive-viewer.tsx')).ArchiveViewer, <Reading />)
const HexViewer = later(async () => (await import('./hex/hex-viewer.tsx')).HexViewer, <Reading />)

const viewers: Readonly<Record<Exclude<ContentKind['kind'], 'image' | 'empty'>, ComponentType<ViewerProps>>> = {
  text: TextViewer,
  markdown: MarkdownViewer,
  pdf: PdfViewer,
  audio: (props) => <MediaViewer {...props} kind="audio" />,
  video: (props) => <MediaViewer {...props} kind="video" />,
  archive: ArchiveViewer,
  binary: HexViewer,
}

/** Fills its container, which must be a flex column. Long content scrolls inside it. */
export function ContentView(props: ViewerProps) {
  const { reader } = props
  const [answer, again] = useAnswer(async (signal) => {
    const head = await reader.read(0, headBytes, signal)
    return kindOf(reader.name, head, { isCut: head.length === headBytes })
  }, reader.key)
  if (answer.kind === 'loading') return <Reading />
  if (answer.kind === 'failed') return <FailureNote failure={answer.failure} onAgain={again} />
  return <OfKind key={reader.key} found={answer.value} {...props} />
}

function OfKind({ found, ...props }: ViewerProps & { readonly found: ContentKind }) {
  // An old version of an archive cannot be opened as a folder.
  if (found.kind === 'archive' && props.reader.state.version) return <HexViewer {...props} />
  if (found.kind === 'empty') return <p className="text-ink-2">{text('look.empty')}</p>
  if (found.kind === 'image') return <ImageViewer {...props} type={found.type} />
  const Viewer = viewers[found.kind]
  return <Viewer {...props} />
}
