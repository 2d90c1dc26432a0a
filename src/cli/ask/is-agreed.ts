import { createInterface } from 'node:readline/promises'
import type { CommandContext } from '../command.ts'

/** Asks on the terminal. Only an explicit yes counts. Without a terminal, the answer is no. */
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
