import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { StorageError } from '../contract/failure.ts'
import { writingOwn } from '../core/files/own-file.ts'
import { writeInOneStep } from '../core/files/write-in-one-step.ts'
import { said } from '../contract/sentences/said.ts'

const maxBytes = 1_000_000

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

/** Small JSON documents by name, each in its own file that is replaced in one step. */
export interface SettingsStore {
  /** Undefined if the document does not exist or is not valid JSON, because settings must never prevent a start. */
  read(name: string): Promise<Json | undefined>
  write(name: string, value: Json): Promise<void>
}

export function createSettingsStore(folder: string): SettingsStore {
  let lastWrite: Promise<unknown> = Promise.resolve()
  const fileOf = (name: string) => join(folder, `${name}.json`)

  return {
    async read(name) {
      await lastWrite // A reloaded page reads directly after the old page wrote.
      try {
        return JSON.parse(await readFile(fileOf(name), 'utf8')) as Json
      } catch {
        return undefined
      }
    },
    async write(name, value) {
      const text = `${JSON.stringify(value, undefined, 2)}\n`
      if (text.length > maxBytes) {
        throw new StorageError({
          kind: 'too-large',
          ...said('app-settings.too-large'),
          operation: 'settings.write',
        })
      }
      const path = fileOf(name)
      const write = lastWrite.then(() => writingOwn(path, () => writeInOneStep(path, text)))
      lastWrite = write.catch(() => {})
      await write
    },
  }
}
