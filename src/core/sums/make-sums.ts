import type { SumsEvent } from '../../contract/api/sums.ts'
import { unpackEntries } from '../../contract/entry-page.ts'
import { type Failure, failureOf } from '../../contract/failure.ts'
import { baseName, childPath, type Location } from '../../contract/location.ts'
import type { SumKind } from '../../lib/sums/sum-names.ts'
import type { Waits } from '../backends/backend.ts'
import type { OpenedLocation } from '../operations/opened-location.ts'
import { walk } from '../operations/walk.ts'
import { createMeter } from './meter.ts'
import { sumsOf } from './sum-bytes.ts'

export interface SumsWish {
  readonly kinds: readonly SumKind[]
  readonly usesStore: boolean
}

interface NamedFile {
  readonly location: OpenedLocation
  readonly name: string
  readonly failure?: Failure
}

/** Computes the checksums of files one after the other, because each file is read completely. */
export async function* makeSums(
  locations: readonly OpenedLocation[],
  wish: SumsWish,
  { signal }: Waits,
): AsyncGenerator<SumsEvent> {
  const meter = createMeter<SumsEvent>(signal)
  yield* meter.run(async () => {
    for (const top of locations) {
      for await (const { location, name, failure } of filesOf(top, signal)) {
        const at: Location = { mount: location.mount, path: location.path }
        try {
          if (failure) {
            await meter.tell({ kind: 'failed', location: at, name, failure })
            continue
          }
          const found = await sumsOf(location, { ...wish, signal: meter.signal, onBytes: meter.addBytes })
          meter.addFile()
          await meter.tell({ kind: 'sums', location: at, name, ...found })
        } catch (error) {
          meter.signal.throwIfAborted()
          await meter.tell({ kind: 'failed', location: at, name, failure: failureOf(error, 'sums.make') })
        }
      }
    }
  })
}

/** Yields a file by its name, and all files below a folder by their paths from there. */
async function* filesOf(top: OpenedLocation, signal: AbortSignal): AsyncGenerator<NamedFile> {
  const name = baseName(top.path) || top.mount
  try {
    const { kind, link } = await top.backend.stat(top.path, { signal })
    if (kind !== 'folder' && link?.leadsTo !== 'folder') {
      yield { location: top, name }
      return
    }
  } catch (error) {
    signal.throwIfAborted()
    yield { location: top, name, failure: failureOf(error, 'sums.make') }
    return
  }
  const at = (path: string): OpenedLocation => ({ mount: top.mount, path, backend: top.backend })
  const shown = (path: string) => childPath(name, top.path === '' ? path : path.slice(top.path.length + 1))
  for await (const item of walk(top.backend, top.path, { signal })) {
    if ('failure' in item) yield { location: at(item.path), name: shown(item.path), failure: item.failure }
    else {
      for (const entry of unpackEntries(item.page)) {
        const path = childPath(item.path, entry.name)
        if (entry.kind === 'file') yield { location: at(path), name: shown(path) }
      }
    }
  }
}
