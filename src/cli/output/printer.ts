import type { Failure } from '../../contract/failure.ts'
import { escapeControls } from './format.ts'
import { createProgressLine, type ProgressLine } from './progress-line.ts'
import { showLocationText } from './show-location.ts'
import type { StreamWriter } from './stream-writer.ts'

/** Prints lines for a user and keeps them separate from the progress line. */
export interface Printer {
  readonly progress: ProgressLine
  /** Escapes a text so that it can't control the terminal. */
  readonly shown: (text: string) => string
  readonly print: (line: string) => Promise<void>
  /** Prints a problem to the error output. */
  readonly complain: (text: string) => Promise<void>
}

export function createPrinter(out: StreamWriter, err: StreamWriter): Printer {
  const progress = createProgressLine(err)
  return {
    progress,
    shown: (text) => (out.isTerminal ? escapeControls(text) : text),
    print: (line) => out.write(`${line}\n`),
    async complain(text) {
      await progress.clear()
      await err.write(`portolan: ${err.isTerminal ? escapeControls(text) : text}\n`)
    },
  }
}

export function failureText({ message, location, detail, kind }: Failure): string {
  const where = location === undefined ? undefined : showLocationText(location)
  const text = where === undefined || message.includes(where) ? message : `${where}: ${message}`
  return kind === 'internal' && detail !== undefined ? `${text} (${detail})` : text
}

export function inColumns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}
