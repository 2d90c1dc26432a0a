import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { resolve } from 'node:path'
import { StorageError } from '../../contract/failure.ts'
import type { CommandContext } from '../command.ts'
import type { Session } from '../compose.ts'

/** Writes a transfer's report to a local file, completely or not at all: CSV by its ending, else JSON. */
export async function saveReport(
  id: number,
  name: string,
  { client }: Session,
  { signal, surroundings }: CommandContext,
): Promise<void> {
  const path = resolve(surroundings.cwd, name)
  const staged = `${path}.part`
  const format = /\.csv$/i.test(path) ? 'csv' : 'json'
  try {
    await pipeline(Readable.from(client.transfers.report({ id, format }, { signal })), createWriteStream(staged))
    await rename(staged, path)
  } catch (cause) {
    await rm(staged, { force: true })
    signal.throwIfAborted()
    throw new StorageError(
      {
        kind: 'no-space',
        message: `The report could not be written to ${path}; \`portolan transfers report ${id} FILE\` tries again.`,
        operation: 'cli.report',
        detail: cause instanceof Error ? cause.message : String(cause),
      },
      { cause },
    )
  }
}
