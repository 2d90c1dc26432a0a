/** Stores a saved copy at its location, and never replaces changes of other clients. */
import { createReadStream } from 'node:fs'
import { copyFile, constants, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { changeableProperties } from '../../contract/choices.ts'
import type { PropertyChanges } from '../../contract/facets.ts'
import { baseName, childPath, parentPath } from '../../contract/location.ts'
import type { Waits } from '../backends/backend.ts'
import { ownFileFailure } from '../files/own-file.ts'
import { isFailure, type OpenedLocation, statIfAny } from '../operations/opened-location.ts'
import { copyPathOf, type EditRecord, folderOf, sizeOfFile, sumOfFile } from './edit-record.ts'

export type Stored =
  | { readonly kind: 'stored'; readonly record: EditRecord }
  /** There was nothing to store. */
  | { readonly kind: 'same' }
  | { readonly kind: 'changed' | 'gone' }

export interface StoreWish extends Waits {
  readonly root: string
  readonly how: 'careful' | 'over' | 'beside'
  /** Called when there is something to store and nothing prevents it. */
  readonly onStoring: () => void
}

/** Properties that the store sets itself. */
const notKept: ReadonlySet<string> = new Set(['encryption', 'modifiedMs'])
const mostNumbers = 100

export async function storeCopy(
  location: OpenedLocation,
  record: EditRecord,
  { root, how, onStoring, signal }: StoreWish,
): Promise<Stored> {
  const copy = copyPathOf(root, record)
  const sum = await sumOfFile(copy)
  if (sum === undefined || (sum === record.sum && how === 'careful')) return { kind: 'same' }
  const now = await statIfAny(location, { signal })
  if (how === 'careful') {
    if (!now) return { kind: 'gone' }
    const { sizeBytes, modifiedMs } = record.remote
    if (now.sizeBytes !== sizeBytes || now.modifiedMs !== modifiedMs) return { kind: 'changed' }
  }
  onStoring()
  // The program may continue to save, so a snapshot of one moment is stored.
  const snapshot = join(folderOf(root, record.id), 'storing')
  try {
    await copyFile(copy, snapshot, constants.COPYFILE_FICLONE).catch((error: unknown) => {
      throw ownFileFailure(error, snapshot)
    })
    const stored = await write(location, snapshot, now !== undefined, how, signal)
    const { sizeBytes, modifiedMs } = stored
    const remote = {
      ...(sizeBytes !== undefined && { sizeBytes }),
      ...(modifiedMs !== undefined && { modifiedMs }),
    }
    const sumStored = (await sumOfFile(snapshot)) ?? sum
    // A file stored next to it is separate; the copy still belongs to the original one.
    return { kind: 'stored', record: { ...record, sum: sumStored, ...(how !== 'beside' && { remote }) } }
  } finally {
    await rm(snapshot, { force: true })
  }
}

async function write(
  location: OpenedLocation,
  from: string,
  isThere: boolean,
  how: StoreWish['how'],
  signal: AbortSignal,
) {
  const properties = isThere ? await propertiesOf(location, signal) : {}
  const options = { expectedBytes: await sizeOfFile(from), properties, signal }
  const body = () => Readable.toWeb(createReadStream(from)) as ReadableStream<Uint8Array>
  if (how !== 'beside') return location.backend.write(location.path, body(), { ...options, ifExists: 'replace' })
  for (let number = 2; ; number += 1) {
    const path = childPath(parentPath(location.path), numbered(baseName(location.path), number))
    try {
      return await location.backend.write(path, body(), { ...options, ifExists: 'fail' })
    } catch (error) {
      if (!isFailure(error, 'exists') || number >= mostNumbers) throw error
    }
  }
}

/** Returns properties that a store keeps with a file, because a new write would lose them. */
async function propertiesOf({ backend, path }: OpenedLocation, signal: AbortSignal): Promise<PropertyChanges> {
  if (!backend.properties) return {}
  const all = await backend.properties.read(path, { signal })
  const changeable = new Set<string>(backend.capabilities.properties?.changeable)
  const kept = changeableProperties.filter((name) => !notKept.has(name) && changeable.has(name))
  return Object.fromEntries(kept.flatMap((name) => (all[name] === undefined ? [] : [[name, all[name]]])))
}

function numbered(name: string, number: number): string {
  const dot = name.lastIndexOf('.')
  return dot > 0 ? `${name.slice(0, dot)} (${number})${name.slice(dot)}` : `${name} (${number})`
}
