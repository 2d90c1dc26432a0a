import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist'
import { useEffect, useRef, useState } from 'react'
import { text } from '../../../strings/text.ts'

export interface PdfPageProps {
  readonly document: PDFDocumentProxy
  /** The page number, starting at 1. */
  readonly at: number
  /** Width divided by height. Until the page is rendered, it is that of the first page. */
  readonly ratio: number
}

/** Pages within this distance of the visible part are already rendered. */
const ahead = '800px 0px'
/** A higher resolution is not visible and costs memory. */
const mostPixels = 16_000_000

/** One page. It releases its bitmap when it is far outside the visible part. */
export function PdfPage({ document, at, ratio }: PdfPageProps) {
  const place = useRef<HTMLLIElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const [words, setWords] = useState('')
  const [ownRatio, setOwnRatio] = useState(ratio)
  useEffect(() => {
    let leaving: AbortController | undefined
    const sight = new IntersectionObserver(
      ([seen]) => {
        leaving?.abort()
        const target = canvas.current
        if (target && !seen?.isIntersecting) target.width = 0
        if (!target || !seen?.isIntersecting) return
        leaving = new AbortController()
        void draw(target, leaving.signal)
      },
      { root: place.current?.parentElement?.parentElement ?? null, rootMargin: ahead },
    )
    async function draw(target: HTMLCanvasElement, signal: AbortSignal) {
      try {
        const page = await document.getPage(at)
        if (signal.aborted) return
        const { width, height } = page.getViewport({ scale: 1 })
        setOwnRatio(width / height)
        await drawPage(page, target, signal)
        const { items } = await page.getTextContent()
        if (!signal.aborted) setWords(items.map((item) => ('str' in item ? item.str : '')).join(' '))
      } catch {
        // A page that cannot be rendered stays blank; the others are shown.
      }
    }
    if (place.current) sight.observe(place.current)
    return () => {
      sight.disconnect()
      leaving?.abort()
    }
  }, [document, at])
  return (
    <li ref={place} style={{ aspectRatio: ownRatio }} className="w-full bg-white shadow-float">
      <canvas
        ref={canvas}
        role="img"
        aria-label={text('look.page', { at, count: document.numPages })}
        className="block h-full w-full"
      />
      <p className="sr-only">{words}</p>
    </li>
  )
}

async function drawPage(page: PDFPageProxy, canvas: HTMLCanvasElement, signal: AbortSignal): Promise<void> {
  const { width, height } = page.getViewport({ scale: 1 })
  const wished = (canvas.clientWidth / width) * devicePixelRatio
  const scale = Math.min(wished, Math.sqrt(mostPixels / (width * height)))
  const viewport = page.getViewport({ scale })
  canvas.width = Math.floor(viewport.width)
  canvas.height = Math.floor(viewport.height)
  const task = page.render({ canvas, viewport, annotationMode: 1 })
  const stop = () => task.cancel()
  signal.addEventListener('abort', stop, { once: true })
  await task.promise
}
