import { createInterface } from 'node:readline/promises'
import type { CommandContext } from '../command.ts'

/** Asks on the terminal; only a clear yes is one. Without a terminal nobody can agree. */
export async function isAgreed({ surroundings, signal }: CommandContext, question: string): Promise<boolean> {
  const { stdin, stderr } = surroundings
  if (!stdin.isTTY || !stderr.isTTY) return false
  const terminal = createInterface({ input: stdin, output: stderr })
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `, { signal })).trim())
  } finally {
    terminal.close()
  }
}
