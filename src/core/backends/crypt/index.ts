/** Folders of other mounts that are encrypted in the format of rclone's crypt. */
import { said } from '../../../contract/sentences/said.ts'
import { unpackEntries } from '../../../contract/entry-page.ts'
import { StorageError } from '../../../contract/failure.ts'
import { childPath, splitLocation } from '../../../contract/location.ts'
import { collectBytes } from '../../../lib/flow/byte-stream.ts'
import type { Backend, Waits } from '../backend.ts'
import { refuse } from '../refusals.ts'
import type { BackendDeps, BackendDescriptor } from '../descriptor.ts'
import { cryptChoices } from './choices.ts'
import { type Keys, keysOf } from './cipher/keys.ts'
import { namesOf } from './cipher/names.ts'
import { type CryptConfig, cryptConfigSchema } from './config.ts'
import { createCryptBackend } from './crypt-backend.ts'
import { recogniseCrypt } from './paste.ts'
import { readEncrypted } from './read-file.ts'
import { typeHints } from '../../../contract/sentences/forms/forms.ts'

export const cryptDescriptor: BackendDescriptor<CryptConfig> = {
  type: 'crypt',
  group: 'other',
  hint: typeHints.crypt,
  config: cryptConfigSchema,
  secretKeys: ['password', 'password2'],
  choices: cryptChoices,
  recognise: recogniseCrypt,
  open: openCrypt,
}

async function openCrypt(config: CryptConfig, { openMount }: BackendDeps, waits: Waits): Promise<Backend> {
  const place = splitLocation(config.remote) ?? { mount: config.remote, path: '' }
  if (!openMount) throw refuse('unsupported', 'crypt.needs-mount', 'crypt.open', '')
  const [below, keys] = await Promise.all([openMount(place.mount, waits), keysOf(config.password, config.password2)])
  const unreadable = await unreadableAtTop(below, place.path, config, keys, waits)
  const notice = unreadable === 0 ? undefined : said('crypt.unreadable-names', { names: unreadable }).message
  return createCryptBackend({ below, folder: place.path, config, keys, ...(notice !== undefined && { notice }) })
}

/**
 * Returns how many names of the first page cannot be decrypted. Throws `sign-in` if none can be decrypted, or if the
 * first file cannot.
 */
async function unreadableAtTop(
  below: Backend,
  folder: string,
  config: CryptConfig,
  keys: Keys,
  waits: Waits,
): Promise<number> {
  const names = namesOf(config, keys)
  for await (const page of below.list(folder, waits)) {
    const entries = unpackEntries(page).filter(({ kind }) => kind === 'file' || kind === 'folder')
    const readable = entries.filter(({ name, kind }) => names.above(name, kind === 'folder') !== undefined)
    if (entries.length > 0 && readable.length === 0) throw wrongPassword()
    const file = readable.find(({ kind }) => kind === 'file')
    if (file) await tryToRead(below, childPath(folder, file.name), keys, waits)
    return entries.length - readable.length
  }
  return 0
}

async function tryToRead(below: Backend, path: string, keys: Keys, { signal }: Waits): Promise<void> {
  try {
    const bytes = await readEncrypted((own) => below.read(path, own), path, keys.data, { signal, length: 1 })
    await collectBytes(bytes, signal)
  } catch (error) {
    if (error instanceof StorageError && error.failure.kind === 'corrupt') throw wrongPassword(error)
    if (error instanceof StorageError && ['not-found', 'denied', 'changed'].includes(error.failure.kind)) return
    throw error
  }
}

function wrongPassword(cause?: unknown): StorageError {
  return refuse('sign-in', 'crypt.wrong-password', 'crypt.open', '', cause)
}
