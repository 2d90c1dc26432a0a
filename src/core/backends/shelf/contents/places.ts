/** The names of contents and of stages. */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'

/** Returns the path of a content below the folder of contents. */
export function contentPath(sum: string): string {
  return `${sum.slice(0, 2)}/${sum}`
}

export function newStage(staged: string): string {
  return join(staged, `${process.pid}-${randomBytes(8).toString('hex')}`)
}
