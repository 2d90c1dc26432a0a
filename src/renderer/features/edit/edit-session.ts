/**
 * Opens a text for editing and writes it back, without overwriting a change that another program made in the meantime.
 */
import type { Contract } from '../../../contract/contract.ts'
import type { Entry } from '../../../contract/entry.ts'
import { changeableProperties } from '../../../contract/choices.ts'
import type { PropertyChanges } from '../../../contract/facets.ts'
import { failureOf } from '../../../contract/failure.ts'
import { baseName, childPath, type Location, parentPath } from '../../../contract/location.ts'
import type { Client } from '../../../rpc/client.ts'
import { longestEdit, readTextFile, type TextFile } from './text-file.ts'

export type Opened =
  | { readonly kind: 'text'; readonly file: TextFile; readonly entry: Entry; readonly properties: PropertyChanges }
  | { readonly kind: 'too-large'; readonly sizeBytes: number }
  | { readonly kind: 'no-text' }

export type Saved =
  | { readonly kind: 'saved'; readonly entry: Entry }
  /** Another program changed or deleted the file since it was last opened or saved. Nothing was written. */
  | { readonly kind: 'changed' | 'gone' }

/** Properties that the store or the write operation sets itself. */
const notKept: ReadonlySet<string> = new Set(['encryption', 'modifiedMs'])

export async function openForEdit(
  client: Client<Contract>,
  location: Location,
  { hasProperties, signal }: { readonly hasProperties: boolean; readonly signal: AbortSignal },
): Promise<Opened> {
  const entry = await client.listing.stat({ location }, { signal })
  if ((entry.sizeBytes ?? 0) > longestEdit) return { kind: 'too-large', sizeBytes: entry.sizeBytes ?? 0 }
  const chunks: Uint8Array<ArrayBuffer>[] = []
  let sizeBytes = 0
  for await (const chunk of client.files.read({ location, offset: 0, length: longestEdit + 1 }, { signal })) {
    chunks.push(chunk as Uint8Array<ArrayBuffer>)
    sizeBytes += chunk.length
  }
  if (sizeBytes > longestEdit) return { kind: 'too-large', sizeBytes }
  const file = readTextFile(new Uint8Array(await new Blob(chunks).arrayBuffer()))
  if (!file) return { kind: 'no-text' }
  const properties = hasProperties ? await propertiesOf(client, location, signal) : {}
  return { kind: 'text', file, entry, properties }
}

async function propertiesOf(
  client: Client<Contract>,
  location: Location,
  signal: AbortSignal,
): Promise<PropertyChanges> {
  const all = await client.properties.read({ location }, { signal })
  // Writing the file again would remove the properties stored with it, so they are sent along.
  const kept = changeableProperties.filter((key) => !notKept.has(key))
  return Object.fromEntries(kept.flatMap((key) => (all[key] === undefined ? [] : [[key, all[key]]])))
}

export interface Saving {
  readonly bytes: Uint8Array
  /** The entry when the file was last opened or saved. */
  readonly before: Entry
  readonly properties: PropertyChanges
  /** Overwrites the file even if another program changed it. */
  readonly isForced: boolean
}

export async function saveEdited(client: Client<Contract>, location: Location, saving: Saving): Promise<Saved> {
  const { bytes, before, properties, isForced } = saving
  if (!isForced) {
    const now = await statOf(client, location)
    if (!now) return { kind: 'gone' }
    if (now.sizeBytes !== before.sizeBytes || now.modifiedMs !== before.modifiedMs) return { kind: 'changed' }
  }
  const wish = { location, ifExists: 'replace' as const, ...(Object.keys(properties).length > 0 && { properties }) }
  return { kind: 'saved', entry: await client.files.write(wish, { body: once(bytes) }) }
}

/** Saves the text in the same folder under the next free name: `notes (2).md`. */
export async function saveBeside(
  client: Client<Contract>,
  location: Location,
  { bytes, properties }: Pick<Saving, 'bytes' | 'properties'>,
): Promise<string> {
  for (let number = 2; ; number += 1) {
    const name = numbered(baseName(location.path), number)
    const beside = { mount: location.mount, path: childPath(parentPath(location.path), name) }
    const wish = {
      location: beside,
      ifExists: 'fail' as const,
      ...(Object.keys(properties).length > 0 && { properties }),
    }
    try {
      await client.files.write(wish, { body: once(bytes) })
      return name
    } catch (error) {
      if (failureOf(error).kind !== 'exists' || number >= mostNumbers) throw error
    }
  }
}

const mostNumbers = 100

export function numbered(name: string, number: number): string {
  const dot = name.lastIndexOf('.')
  return dot > 0 ? `${name.slice(0, dot)} (${number})${name.slice(dot)}` : `${name} (${number})`
}

async function statOf(client: Client<Contract>, location: Location): Promise<Entry | undefined> {
  try {
    return await client.listing.stat({ location })
  } catch (error) {
    if (failureOf(error).kind === 'not-found') return undefined
    throw error
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  const chunkBytes = 256 * 1024
  for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes)
}
