/** Parses PDFs in a worker, outside the main thread. */
// oxlint-disable-next-line import/no-unassigned-import -- it listens by itself
import 'pdfjs-dist/build/pdf.worker.mjs'
