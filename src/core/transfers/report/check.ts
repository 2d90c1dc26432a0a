/** Compares two trees, or a saved report with the current state of both sides. Changes nothing. */
import { said } from '../../../contract/sentences/said.ts'
import { z } from 'zod'
import type { CheckResult } from '../../../contract/api/transfers.ts'
import type { Entry } from '../../../contract/entry.ts'
import { unpackEntries } from '../../../contract/entry-page.ts'
import { failureOf, StorageError } from '../../../contract/failure.ts'
import { childPath, isDroppedMount, type Location } from '../../../contract/location.ts'
import { itemSchema } from '../../../contract/transfer.ts'
import type { Waits } from '../../backends/backend.ts'
import { compareSums, type Comparison } from '../decide/compare-sums.ts'
import { known } from '../../../lib/known.ts'
import { reportFormat } from './report.ts'
import type { RunDeps } from '../journal/run-deps.ts'
import { openLocation, type OpenedLocation, statIfAny } from '../../operations/opened-location.ts'

export type CheckRequest =
  | { readonly a: Location; readonly b: Location; readonly mayDownload?: boolean }
  | { readonly report: string; readonly mayDownload?: boolean }

type CheckItem = Extract<CheckResult, { kind: 'item' }>
type Deps = Pick<RunDeps, 'mounts' | 'localSums'>

const comparedAtOnce = 16

export async function* checkPlaces(deps: Deps, request: CheckRequest, { signal }: Waits): AsyncGenerator<CheckResult> {
  const counts = { same: 0, different: 0, missing: 0, extra: 0, unknown: 0, failed: 0 }
  const items = 'report' in request ? checkReport(deps, request, { signal }) : checkTrees(deps, request, { signal })
  for await (const item of items) {
    counts[item.result] += 1
    yield item
  }
  yield { kind: 'end', ...counts }
}

async function* checkTrees(
  deps: Deps,
  { a, b, mayDownload = false }: Extract<CheckRequest, { a: Location }>,
  { signal }: Waits,
): AsyncGenerator<CheckItem> {
  const [top, other] = [await openLocation(deps.mounts, a, { signal }), await openLocation(deps.mounts, b, { signal })]
  const [ofTop, ofOther] = await Promise.all([top.backend.stat(top.path, { signal }), statIfAny(other, { signal })])
  if (ofTop.kind === 'file') {
    yield await compareEntries(deps, top, ofTop, other, ofOther, { mayDownload, signal })
    return
  }
  const folders: { readonly from: OpenedLocation; readonly to: OpenedLocation }[] = [{ from: top, to: other }]
  for (let next = folders.pop(); next; next = folders.pop()) {
    const { from, to } = next
    let here: ReadonlyMap<string, Entry>
    let there: ReadonlyMap<string, Entry>
    try {
      ;[here, there] = await Promise.all([entriesOf(from, { signal }), entriesOf(to, { signal })])
    } catch (error) {
      signal.throwIfAborted()
      yield {
        kind: 'item',
        from: locationOf(from),
        to: locationOf(to),
        result: 'failed',
        failure: failureOf(error, 'check'),
      }
      continue
    }
    const compares: (() => Promise<CheckItem>)[] = []
    for (const entry of here.values()) {
      const below = {
        from: { ...from, path: childPath(from.path, entry.name) },
        to: { ...to, path: childPath(to.path, entry.name) },
      }
      if (entry.kind === 'folder') folders.push(below)
      else if (entry.kind === 'file') {
        compares.push(() =>
          compareEntries(deps, below.from, entry, below.to, there.get(entry.name), { mayDownload, signal }),
        )
      }
    }
    for (let at = 0; at < compares.length; at += comparedAtOnce) {
      yield* await Promise.all(compares.slice(at, at + comparedAtOnce).map((compare) => compare()))
    }
    for (const { name, kind } of there.values()) {
      if (here.has(name)) continue
      const extra = { mount: to.mount, path: childPath(to.path, name) }
      yield {
        kind: 'item',
        from: { mount: from.mount, path: childPath(from.path, name) },
        to: extra,
        result: 'extra',
        reason: said(`check.only-second-${kind}`).message,
      }
    }
  }
}

function locationOf({ mount, path }: OpenedLocation): Location {
  return { mount, path }
}

/** A folder that does not exist has no entries. */
async function entriesOf({ backend, path }: OpenedLocation, { signal }: Waits): Promise<ReadonlyMap<string, Entry>> {
  const entries = new Map<string, Entry>()
  try {
    for await (const page of backend.list(path, { signal, withSums: true })) {
      for (const entry of unpackEntries(page)) entries.set(entry.name, entry)
    }
  } catch (error) {
    if (failureOf(error).kind !== 'not-found') throw error
  }
  return entries
}

async function compareEntries(
  deps: Deps,
  from: OpenedLocation,
  ours: Entry,
  to: OpenedLocation,
  theirs: Entry | undefined,
  { mayDownload, signal }: Waits & { readonly mayDownload: boolean },
): Promise<CheckItem> {
  const item = { kind: 'item', from: locationOf(from), to: locationOf(to) } as const
  if (!theirs) return { ...item, result: 'missing', reason: said('check.only-first').message }
  if (theirs.kind !== 'file')
    return { ...item, result: 'different', by: 'kind', reason: said(`check.${theirs.kind}-there`).message }
  const side = (location: OpenedLocation, { sizeBytes, modifiedMs, sums }: Entry) => ({
    location,
    ...known({ sizeBytes, modifiedMs, sums }),
  })
  try {
    const compared = await compareSums(side(from, ours), side(to, theirs), {
      localSums: deps.localSums,
      mayDownload,
      signal,
    })
    return { ...item, ...judged(compared) }
  } catch (error) {
    signal.throwIfAborted()
    return { ...item, result: 'failed', failure: failureOf(error, 'check') }
  }
}

function judged(compared: Comparison): Pick<CheckItem, 'result' | 'by' | 'reason'> {
  if (compared.kind === 'unknown') return { result: 'unknown', reason: compared.why.message }
  return {
    result: compared.kind,
    by: compared.by,
    ...(compared.kind === 'different' && { reason: said('check.differs', { fact: compared.by }).message }),
  }
}

const reportSchema = z.object({
  format: z.literal(reportFormat.name),
  version: z.literal(reportFormat.version),
  items: z.array(itemSchema),
})

/**
 * Checks every file that a report lists as copied: whether the target is still as it was then, and whether it still
 * equals the source.
 */
async function* checkReport(
  deps: Deps,
  { report, mayDownload = false }: Extract<CheckRequest, { report: string }>,
  { signal }: Waits,
): AsyncGenerator<CheckItem> {
  const { items } = readReport(report)
  for (const { state, kind, from, to, sizeBytes, sums } of items) {
    if (state !== 'done' || kind !== 'file' || !to) continue
    const item = { kind: 'item', from, to } as const
    try {
      const target = await openLocation(deps.mounts, to, { signal })
      const now = await statIfAny(target, { signal })
      if (!now) {
        yield { ...item, result: 'missing', reason: said('check.copy-gone').message }
        continue
      }
      const then = known({ sizeBytes, sums })
      const asked = target.backend.checksums
        ? { ...now, sums: await target.backend.checksums.checksums(to.path, { signal }) }
        : now
      const kept = await compareKept(deps, target, asked, then, { signal })
      if (kept.result !== 'same') yield { ...item, ...kept }
      else if (isDroppedMount(from.mount)) {
        yield { ...item, ...kept, reason: said('check.source-dropped').message }
      } else {
        const source = await openLocation(deps.mounts, from, { signal })
        const original = await statIfAny(source, { signal })
        if (!original) yield { ...item, ...kept, reason: said('check.source-gone').message }
        else yield await compareEntries(deps, source, original, target, asked, { mayDownload, signal })
      }
    } catch (error) {
      signal.throwIfAborted()
      yield { ...item, result: 'failed', failure: failureOf(error, 'check') }
    }
  }
}

/** Tells whether the copy is as the report says. It compares a checksum that both have, else the size. */
async function compareKept(
  { localSums }: Deps,
  target: OpenedLocation,
  now: Entry,
  then: Pick<Entry, 'sizeBytes' | 'sums'>,
  { signal }: Waits,
): Promise<Pick<CheckItem, 'result' | 'by' | 'reason'>> {
  if (then.sizeBytes !== undefined && now.sizeBytes !== then.sizeBytes) {
    return { result: 'different', by: 'size', reason: said('check.copy-differs', { fact: 'size' }).message }
  }
  for (const [name, sum] of Object.entries(then.sums ?? {})) {
    const theirs =
      now.sums?.[name] ??
      (isMadeHere(name) && target.backend.localPath
        ? await localSums.sum({ location: target }, name, { signal })
        : undefined)
    if (theirs === undefined) continue
    if (theirs === sum) return { result: 'same', by: name }
    return { result: 'different', by: name, reason: said('check.copy-differs', { fact: name }).message }
  }
  return { result: 'same', by: 'size' }
}

function isMadeHere(name: string): name is 'crc32' | 'md5' | 'sha1' | 'sha256' {
  return ['crc32', 'md5', 'sha1', 'sha256'].includes(name)
}

function readReport(text: string): z.infer<typeof reportSchema> {
  try {
    return reportSchema.parse(JSON.parse(text))
  } catch (cause) {
    throw new StorageError(
      {
        kind: 'bad-input',
        ...said('check.bad-report'),
        operation: 'transfers.check',
      },
      { cause },
    )
  }
}
