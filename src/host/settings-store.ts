import { randomBytes } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { StorageError } from '../contract/failure.ts'

const maxBytes = 1_000_000

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

/** Small JSON documents by name, each a file of its own that is replaced in one step. */
export interface SettingsStore {
  /** Undefined when there is none, or it can't be read as JSON: settings are never worth not starting for. */
  read(name: string): Promise<Json | undefined>
  write(name: string, value: Json): Promise<void>
}

export function createSettingsStore(folder: string): SettingsStore {
  let lastWrite: Promise<unknown> = Promise.resolve()
  const fileOf = (name: string) => join(folder, `${name}.json`)

  async function replace(name: string, text: string) {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const staged = `${fileOf(name)}.${randomBytes(6).toString('hex')}`
    try {
      const file = await open(staged, 'wx', 0o600)
      try {
        await file.writeFile(text)
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(staged, fileOf(name))
    } catch (error) {
      await rm(staged, { force: true })
      throw error
    }
  }

  return {
    async read(name) {
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
          message: 'These settings are larger than 1 MB.',
          operation: 'settings.write',
        })
      }
      const write = lastWrite.then(() => replace(name, text))
      lastWrite = write.catch(() => {})
      await write
    },
  }
}
