import { getDocument, type PDFDocumentProxy, PDFDataRangeTransport, PDFWorker } from 'pdfjs-dist'
import type { ContentReader } from '../../read/contents.ts'

const pieceBytes = 64 * 1024

export interface OpenPdf {
  readonly document: PDFDocumentProxy
  close(): void
}

/** Opens a PDF and reads only the parts that are needed. No code in it runs, and no address in it is followed. */
export async function openPdf(reader: ContentReader, signal: AbortSignal): Promise<OpenPdf> {
  const length = await reader.size(signal)
  const leaving = new AbortController()
  let fail: (error: unknown) => void = () => {}
  const failing = new Promise<never>((_resolve, reject) => {
    fail = reject
  })
  failing.catch(() => {}) // If a part fails to load later, its page stays blank.
  const transport = new RangeTransport(reader, length, leaving.signal, (error) => fail(error))
  const port = new Worker(new URL('./pdf-worker.ts', import.meta.url), { type: 'module' })
  const worker = PDFWorker.create({ port })
  const task = getDocument({
    range: transport,
    rangeChunkSize: pieceBytes,
    worker,
    disableAutoFetch: true,
    disableStream: true,
    isEvalSupported: false,
    useWasm: false,
    enableXfa: false,
    useWorkerFetch: false,
    stopAtErrors: false,
  })
  function close() {
    leaving.abort()
    void task
      .destroy()
      .catch(() => {})
      .finally(() => port.terminate())
  }
  signal.addEventListener('abort', close, { once: true })
  try {
    return { document: await Promise.race([task.promise, failing]), close }
  } catch (error) {
    close()
    throw error
  }
}

class RangeTransport extends PDFDataRangeTransport {
  readonly #reader: ContentReader
  readonly #signal: AbortSignal
  readonly #onFailure: (error: unknown) => void

  constructor(reader: ContentReader, length: number, signal: AbortSignal, onFailure: (error: unknown) => void) {
    super(length, null)
    this.#reader = reader
    this.#signal = signal
    this.#onFailure = onFailure
  }

  async #give(begin: number, end: number) {
    try {
      this.onDataRange(begin, await this.#reader.read(begin, end - begin, this.#signal))
    } catch (error) {
      if (!this.#signal.aborted) this.#onFailure(error)
    }
  }

  override requestDataRange(begin: number, end: number): void {
    void this.#give(begin, end)
  }
}
