/**
 * A random key of Portolan, created on first use and readable only by its owner. If two processes use it first at the
 * same time, both get the same key.
 */
import { randomBytes } from 'node:crypto'
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { writingOwn } from './own-file.ts'
import { StorageError } from '../../contract/failure.ts'
import { said } from '../../contract/sentences/said.ts'

const keyBytes = 32

/** Throws if the file is damaged: a new key would invalidate everything that was signed. */
export async function readOwnKey(path: string): Promise<Uint8Array> {
  const existing = await readKey(path)
  if (existing) return existing
  await writingOwn(path, () => makeKey(path))
  const key = await readKey(path)
  if (!key)
    throw new StorageError({ kind: 'corrupt', ...said('own-file.damaged-key', { path }), operation: 'files.own-key' })
  return key
}

async function makeKey(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const staged = `${path}.${randomBytes(6).toString('hex')}`
  try {
    await writeFile(staged, randomBytes(keyBytes), { mode: 0o600, flag: 'wx' })
    await link(staged, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await unlink(staged).catch(() => {})
  }
}

async function readKey(path: string): Promise<Uint8Array | undefined> {
  try {
    const key = await readFile(path)
    return key.length === keyBytes ? key : undefined
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
