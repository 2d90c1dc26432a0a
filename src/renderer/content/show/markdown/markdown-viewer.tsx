import { useLayoutEffect, useMemo, useRef, useState } from 'react'
import { text } from '../../../strings/text.ts'
import { FailureNote } from '../../../ui/failure-note.tsx'
import { useAnswer } from '../../../ui/hooks/use-answer.ts'
import { loadText } from '../../read/load-content.ts'
import { Reading } from '../reading.tsx'
import { TextViewer } from '../text/text-viewer.tsx'
import { scrollerMark, type ViewerProps } from '../viewer.ts'
import { frameSheet } from './frame-sheet.ts'
import { renderMarkdown } from './render-markdown.ts'

/** Longer Markdown is shown as plain text. */
const longestRendered = 1_000_000

/** Shows rendered Markdown in a frame in which no code can run. */
export function MarkdownViewer({ reader }: ViewerProps) {
  const [answer, again] = useAnswer((signal) => loadText(reader, longestRendered, signal), reader.key)
  if (answer.kind === 'loading') return <Reading />
  if (answer.kind === 'failed') return <FailureNote failure={answer.failure} onAgain={again} />
  if (!answer.value || answer.value.isCut) return <TextViewer reader={reader} />
  return <Frame source={answer.value.text} name={reader.name} />
}

function Frame({ source, name }: { readonly source: string; readonly name: string }) {
  const page = useMemo(() => pageOf(renderMarkdown(source)), [source])
  const frame = useRef<HTMLIFrameElement>(null)
  const [isLoaded, setIsLoaded] = useState(false)
  useLayoutEffect(() => {
    if (isLoaded && frame.current) return dressFrame(frame.current)
    return undefined
  }, [isLoaded])
  return (
    <iframe
      ref={frame}
      title={text('look.markdown', { name })}
      // The sandbox forbids scripts, forms, windows and navigation. It keeps the same origin, so that this page can
      // style it.
      sandbox="allow-same-origin"
      srcDoc={page}
      {...scrollerMark}
      className="min-h-24 w-full flex-1 rounded-lg bg-sunk"
      onLoad={() => setIsLoaded(true)}
    />
  )
}

function pageOf(body: string): string {
  const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'">`
  return `<!doctype html><html lang=""><head>${policy}<title>Markdown</title></head><body><main>${body}</main></body></html>`
}

/**
 * Applies our fonts and colours to the frame, also when the theme changes, and forwards its key events to the parent
 * element.
 */
function dressFrame(frame: HTMLIFrameElement): () => void {
  const { contentDocument: inner, contentWindow: view } = frame
  if (!inner || !view) return () => {}
  const sheet = new (view as unknown as typeof globalThis).CSSStyleSheet()
  inner.adoptedStyleSheets = [sheet]
  const dress = () => sheet.replaceSync(frameSheet(getComputedStyle(document.documentElement)))
  dress()
  const themes = new MutationObserver(dress)
  themes.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'style', 'class'] })
  const passOn = (event: KeyboardEvent) => {
    const { key, shiftKey, ctrlKey, altKey, metaKey } = event
    const copy = new KeyboardEvent('keydown', {
      key,
      shiftKey,
      ctrlKey,
      altKey,
      metaKey,
      bubbles: true,
      cancelable: true,
    })
    if (!frame.dispatchEvent(copy)) event.preventDefault()
  }
  inner.addEventListener('keydown', passOn)
  return () => {
    themes.disconnect()
    inner.removeEventListener('keydown', passOn)
  }
}
