/** Tests what works with a mount by trying it. Yields each step with its result, then a summary. */
import { randomBytes } from 'node:crypto'
import type { TestEvent, TestStep } from '../../../contract/api/mounts.ts'
import type { FacetName } from '../../../contract/capabilities.ts'
import { unpackEntries } from '../../../contract/entry-page.ts'
import { type Failure, failureOf } from '../../../contract/failure.ts'
import type { Backend, Waits } from '../../backends/backend.ts'
import { testSummary } from './test-summary.ts'
import { said } from '../../../contract/sentences/said.ts'

type Step = Extract<TestEvent, { kind: 'step' }>
type Result = Omit<Step, 'kind' | 'step'>

/** What a step may use from earlier steps. */
interface Run {
  readonly backend: Backend
  readonly signal: AbortSignal
  /** A file from the listing that is small enough for a test read. */
  found?: string
  /** Tells whether the root contains only folders. */
  hasOnlyFolders?: boolean
  written?: Result
  readOwn?: Failure | 'ok'
  /** The results of the facets for a file. */
  tried?: Partial<Record<FacetName, Result>>
}

/**
 * Abilities that are facets. If a facet is offered, it is tried with a file that was found, or with the test's own
 * file.
 */
const facetSteps = ['versions', 'links'] as const satisfies readonly (TestStep & FacetName)[]

/** Failures without an answer: the sign-in was neither accepted nor refused. */
const unanswered = new Set<Failure['kind']>(['unreachable', 'timeout', 'busy', 'sign-in', 'bad-input', 'internal'])

const mostListed = 1000
const contents = `${said('test.file-content').message}\n`

/**
 * `open` returns a separate backend, which is closed at the end. The test writes a single file and removes it again.
 */
export async function* testMount(
  open: (options: Waits) => Promise<Backend>,
  { signal }: Waits,
): AsyncGenerator<TestEvent> {
  const steps: Step[] = []
  const shown = (step: TestStep, result: Result): Step => {
    const event = { kind: 'step' as const, step, ...result }
    steps.push(event)
    return event
  }
  const skipped = { outcome: 'skipped', reason: said('test.not-opened').message } as const

  let backend: Backend | undefined
  try {
    const opened = await attempt(signal, async () => (backend = await open({ signal })))
    const run: Run | undefined = backend && { backend, signal }
    const listed = run ? await list(run) : undefined
    const failure = opened ?? listed
    const isRefused = failure !== undefined && unanswered.has(failure.kind)
    yield shown('sign-in', isRefused ? { outcome: 'failed', failure } : { outcome: 'ok' })
    if (!run || isRefused) {
      // A backend may refuse to open a missing bucket or folder, which says nothing about the credentials.
      yield shown('list', isRefused || !failure ? skipped : { outcome: 'failed', failure })
      for (const step of ['read', 'write', ...facetSteps] as const) yield shown(step, skipped)
    } else {
      yield shown('list', listed ? { outcome: 'failed', failure: listed } : { outcome: 'ok' })
      // Writing comes first, so that there is a file to read if no other is found.
      const written = await write(run)
      yield shown('read', await read(run))
      yield shown('write', written)
      if (run.found !== undefined) await tryFacets(run, run.found)
      for (const step of facetSteps) yield shown(step, facetResult(run, step))
    }
    yield { kind: 'end', ...testSummary(steps) }
  } finally {
    await backend?.close()
  }
}

async function list(run: Run): Promise<Failure | undefined> {
  return attempt(run.signal, async () => {
    let count = 0
    for await (const page of run.backend.list('', run)) {
      const entries = unpackEntries(page)
      const file = entries.find(({ kind, failure }) => kind === 'file' && !failure)
      if (file) run.found ??= file.name
      count += entries.length
      if (run.found !== undefined || count >= mostListed) break
    }
    run.hasOnlyFolders = count > 0 && run.found === undefined
  })
}

async function write(run: Run): Promise<Result> {
  const { backend, signal } = run
  if (!backend.capabilities.canWrite) return { outcome: 'not-offered', reason: said('test.read-only').message }
  const name = `portolan-test-${randomBytes(8).toString('hex')}.txt`
  const failure = await attempt(signal, () => backend.write(name, streamOf(contents), { ifExists: 'fail', signal }))
  if (failure) {
    const isNoPlace = run.hasOnlyFolders && ['not-a-file', 'unsupported'].includes(failure.kind)
    return isNoPlace
      ? { outcome: 'skipped', reason: said('test.only-folders').message }
      : { outcome: 'failed', failure }
  }
  // Cleans up even if the caller has cancelled.
  const own = AbortSignal.timeout(30_000)
  try {
    if (run.found === undefined) {
      run.readOwn = (await attempt(signal, () => readSome(backend, name, signal))) ?? 'ok'
      await tryFacets(run, name)
    }
  } finally {
    run.written = await removeAgain(backend, name, own)
  }
  signal.throwIfAborted()
  return run.written
}

async function removeAgain(backend: Backend, name: string, signal: AbortSignal): Promise<Result> {
  const failure = await removeWithVersions(backend, name, signal).then(
    () => undefined,
    (error: unknown) => failureOf(error, 'mounts.test'),
  )
  return failure ? { outcome: 'failed', failure, leftover: name } : { outcome: 'ok' }
}

async function read({ backend, signal, found, readOwn }: Run): Promise<Result> {
  if (found !== undefined) {
    const failure = await attempt(signal, () => readSome(backend, found, signal))
    return failure ? { outcome: 'failed', failure } : { outcome: 'ok' }
  }
  if (readOwn === undefined) return { outcome: 'skipped', reason: said('test.no-file').message }
  return readOwn === 'ok' ? { outcome: 'ok' } : { outcome: 'failed', failure: readOwn }
}

async function readSome(backend: Backend, path: string, signal: AbortSignal): Promise<void> {
  const reader = (await backend.read(path, { offset: 0, length: 1024, signal })).getReader()
  try {
    while (!(await reader.read()).done) signal.throwIfAborted()
  } finally {
    await reader.cancel()
  }
}

/** On a mount with versions, the file would remain as a version and its deletion as another one. */
async function removeWithVersions(backend: Backend, name: string, signal: AbortSignal): Promise<void> {
  if (!backend.versions || backend.capabilities.keepsVersions === false) return backend.remove(name, { signal })
  const ids: string[] = []
  for await (const page of backend.versions.list(name, { signal })) ids.push(...page.map(({ id }) => id))
  try {
    for (const id of ids) await backend.versions.remove(name, id, { signal })
  } catch (error) {
    await backend.remove(name, { signal }) // The file is then at least no longer listed.
    throw error
  }
}

/** The link is created, which signs it, and then discarded. */
async function tryFacets(run: Run, path: string): Promise<void> {
  const { backend, signal } = run
  const resultOf = (failure: Failure | undefined): Result =>
    failure ? { outcome: 'failed', failure } : { outcome: 'ok' }
  const { versions, links } = backend
  run.tried = {
    ...(versions && { versions: resultOf(await attempt(signal, () => firstOf(versions.list(path, { signal })))) }),
    ...(links &&
      backend.capabilities.links?.servedBy !== 'us' && {
        links: resultOf(await attempt(signal, () => links.make(path, { method: 'get', lastsMs: 60_000, signal }))),
      }),
  }
}

async function firstOf(items: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of items) return
}

function facetResult({ backend, tried }: Run, facet: FacetName): Result {
  if (backend.capabilities.facets.includes(facet)) return tried?.[facet] ?? { outcome: 'ok' }
  const reason = backend.capabilities.withheld[facet]
  return { outcome: 'not-offered', ...(reason !== undefined && { reason }) }
}

/** Returns the failure of the work. If the caller has cancelled, it throws the signal's reason. */
async function attempt(signal: AbortSignal, work: () => Promise<unknown>): Promise<Failure | undefined> {
  try {
    await work()
    return undefined
  } catch (error) {
    signal.throwIfAborted()
    return failureOf(error, 'mounts.test')
  }
}

function streamOf(text: string): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(text))
      controller.close()
    },
  })
}
