import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist'
import { useEffect, useRef, useState } from 'react'
import { text } from '../../../strings/text.ts'

export interface PdfPageProps {
  readonly document: PDFDocumentProxy
  /** From 1. */
  readonly at: number
  /** Width by height, as the first page has it, until this one is drawn. */
  readonly ratio: number
}

/** So far beyond what is in sight pages are drawn already. */
const ahead = '800px 0px'
/** Sharper than this is not seen, and costs memory. */
const mostPixels = 16_000_000

/** One page. It gives its picture back when it is far out of sight. */
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
        // a page that can't be drawn stays white; the others are there
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
