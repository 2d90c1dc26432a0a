/**
 * Copying and moving between any two mounts. Sources are walked lazily and copied one file at a time: rename within the
 * mount for a move, else stream, check, and for a move only then delete. See docs/copy-semantics.md for what becomes of what.
 */
import type { CopyEvent, filesApi } from '../../contract/api/files.ts'
import { StorageError } from '../../contract/failure.ts'
import { baseName, childPath, formatLocation } from '../../contract/location.ts'
import { createAsyncQueue } from '../../lib/async-queue.ts'
import type { Waits } from '../backends/backend.ts'
import { isSafeName } from '../layers/path-guard.ts'
import type { Mounts } from '../mounts/mounts.ts'
import { createCopyReport } from './copy-report.ts'
import { copyContents, copyEntry } from './copy-tree.ts'
import { type CopyJob, makeFolders, type Spot } from './copy-job.ts'
import { freeSpot } from './free-name.ts'
import { isInsideItself, isSamePlace } from '../transfers/same-place.ts'

type InputOf<Call> = Call extends { readonly input: { parse(value: unknown): infer Input } } ? Input : never
export type CopyRequest = InputOf<(typeof filesApi)['copy']>
type Source = CopyRequest['sources'][number]

/** Events that may wait for their reader before the work does. */
const eventsAhead = 64

/** One event an item, some on progress, and `end` last. Leaving the loop stops the work. Throws `bad-input` for a request without sense. */
export async function* copy(
  mounts: Pick<Mounts, 'open'>,
  request: CopyRequest,
  { signal }: Waits,
): AsyncGenerator<CopyEvent> {
  checkRequest(request)
  const left = new AbortController()
  const events = createAsyncQueue<CopyEvent>(eventsAhead)
  const running = run(mounts, request, events, AbortSignal.any([signal, left.signal])).then(
    () => events.end(),
    (error: unknown) => events.fail(error),
  )
  try {
    yield* events
  } finally {
    left.abort(new DOMException('Nobody waits for the copy any more.', 'AbortError'))
    await running
  }
}

async function run(
  mounts: Pick<Mounts, 'open'>,
  request: CopyRequest,
  events: ReturnType<typeof createAsyncQueue<CopyEvent>>,
  signal: AbortSignal,
): Promise<void> {
  const report = createCopyReport(events)
  const { backend } = await mounts.open(request.into.mount, { signal })
  const into: Spot = { ...request.into, backend }
  const job: CopyJob = { move: request.move, onConflict: request.onConflict, signal, report }
  for (const source of request.sources) {
    const name = request.as ?? (baseName(source.location.path) || source.location.mount)
    await copySource(mounts, job, source, into, request.as, name)
  }
  await report.end()
}

async function copySource(
  mounts: Pick<Mounts, 'open'>,
  job: CopyJob,
  source: Source,
  into: Spot,
  as: string | undefined,
  name: string,
): Promise<void> {
  const { signal } = job
  const named: Spot = { ...into, path: childPath(into.path, name) }
  let entry: Awaited<ReturnType<Spot['backend']['stat']>> | undefined
  try {
    const { backend } = await mounts.open(source.location.mount, { signal })
    const from: Spot = { ...source.location, backend }
    entry = await backend.stat(from.path, { signal })
    const takesContents = source.contents === true && entry.kind === 'folder'
    const wanted = takesContents && as === undefined ? into : named
    const isTwin = job.onConflict === 'keep-both' && !job.move && !takesContents && (await isSamePlace(from, wanted))
    const to = isTwin && entry.kind === 'folder' ? await freeSpot(wanted, 'folder', signal) : wanted
    if (entry.kind === 'folder' && (await isInsideItself(from, to))) throw intoItself(source)
    await makeFolders(into, signal)
    if (takesContents) await copyContents(job, from, to)
    else await copyEntry(job, from, entry, to)
  } catch (error) {
    signal.throwIfAborted()
    await job.report.failed(source.location, named, entry?.kind ?? 'file', error)
  }
}

function checkRequest({ sources, as }: CopyRequest): void {
  if (as === undefined) return
  const problem =
    sources.length > 1
      ? 'Only one thing at a time can be given another name.'
      : isSafeName(as)
        ? undefined
        : `“${as}” can't be a name.`
  if (problem) throw new StorageError({ kind: 'bad-input', message: problem, operation: 'copy' })
}

function intoItself({ location }: Source): StorageError {
  return new StorageError({
    kind: 'bad-input',
    message: `The folder “${baseName(location.path)}” can't be copied or moved into itself.`,
    operation: 'copy',
    location: formatLocation(location),
  })
}
