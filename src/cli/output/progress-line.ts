import type { StreamWriter } from './stream-writer.ts'

/** A line at the bottom of a terminal that is overwritten. Without a terminal, it shows nothing. */
export interface ProgressLine {
  show(text: string): Promise<void>
  clear(): Promise<void>
}

export function createProgressLine(err: StreamWriter): ProgressLine {
  let isShown = false
  return {
    async show(text) {
      if (!err.isTerminal) return
      isShown = true
      await err.write(`\r${text.slice(0, err.columns - 1)}\u001b[K`)
    },
    async clear() {
      if (!isShown) return
      isShown = false
      await err.write('\r\u001b[K')
    },
  }
}
