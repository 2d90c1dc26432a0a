import { failureOf } from '../../../../contract/failure.ts'
import type { CopySource } from '../../../backends/backend.ts'
import type { CopyResult } from '../copy-result.ts'
import type { CopyContext, FileJob } from '../copy-context.ts'

/** The lifetime of a link for the other store: enough for the slowest copy, and not much more. */
const linkMs = 6 * 3600_000

/**
 * Copies without bytes passing through this computer. The store copies itself if both sides are one store; otherwise
 * the target fetches from a link if it can. Undefined if neither is possible.
 */
export async function copyByServer(context: CopyContext, job: FileJob): Promise<CopyResult | undefined> {
  const { item, from, to, ifExists, signal } = job
  const { serverCopy } = to.backend
  if (!serverCopy) return undefined
  let told = 0
  const onProgress = (copied: number) => {
    context.moved(item, copied - told)
    told = copied
  }
  const isWithin = from.backend.serverCopy?.store === serverCopy.store
  const way = JSON.stringify([from.mount, to.mount])
  if (!isWithin && context.outOfReach.has(way)) return undefined
  try {
    const source = isWithin ? await from.backend.serverCopy?.source(from.path, { signal }) : await linkTo(job)
    if (!source) return undefined
    const stored = await serverCopy.copyFrom(to.path, source, { ifExists, signal, onProgress })
    onProgress(source.sizeBytes)
    return { route: isWithin ? 'server' : 'url', bytes: source.sizeBytes, stored }
  } catch (error) {
    if (told > 0) context.moved(item, -told)
    // If a store can't reach the other one, the next route is tried.
    const isUnsupported = failureOf(error).kind === 'unsupported'
    if (isUnsupported && !isWithin) context.outOfReach.add(way)
    if (isUnsupported || (!isWithin && !signal.aborted)) return undefined
    throw error
  }
}

async function linkTo({ from, to, item, signal }: FileJob): Promise<CopySource | undefined> {
  const { links } = from.backend
  if (!to.backend.capabilities.copiesFromUrl || !links || item.sizeBytes === undefined) return undefined
  const { methods = [], servedBy } = from.backend.capabilities.links ?? {}
  // No store can reach our own link server.
  if (!methods.includes('get') || servedBy === 'us') return undefined
  const { url } = await links.make(from.path, { method: 'get', lastsMs: linkMs, signal })
  return { kind: 'url', url, sizeBytes: item.sizeBytes }
}
