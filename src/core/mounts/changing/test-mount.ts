/** Finds out what works with a mount, by doing it: each step with what it showed, then what they mean together. */
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

/** What a step may build on. */
interface Run {
  readonly backend: Backend
  readonly signal: AbortSignal
  /** A file that the listing showed, small enough to read of it. */
  found?: string
  /** Is anything but folders kept at the root? */
  hasOnlyFolders?: boolean
  written?: Result
  readOwn?: Failure | 'ok'
  /** How the abilities did with a file. */
  tried?: Partial<Record<FacetName, Result>>
}

/** Abilities that are facets: offered or not; what is offered is tried with a file that was found, or with our own. */
const facetSteps = ['versions', 'links'] as const satisfies readonly (TestStep & FacetName)[]

/** No answer at all: neither signed in nor refused. */
const unanswered = new Set<Failure['kind']>(['unreachable', 'timeout', 'busy', 'sign-in', 'bad-input', 'internal'])

const mostListed = 1000
const contents = `${said('test.file-content').message}\n`

/** `open` gives a backend of its own, which is closed at the end. Nothing is written but one file, which is removed again. */
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
      // it may well open only what is there: a missing bucket or folder says nothing against the credentials
      yield shown('list', isRefused || !failure ? skipped : { outcome: 'failed', failure })
      for (const step of ['read', 'write', ...facetSteps] as const) yield shown(step, skipped)
    } else {
      yield shown('list', listed ? { outcome: 'failed', failure: listed } : { outcome: 'ok' })
      // writing comes first, as what was written can be read where nothing else is
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
  // tidied up even when whoever asked has left
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

/** Where versions are kept the file would live on as one, and its deletion as another. */
async function removeWithVersions(backend: Backend, name: string, signal: AbortSignal): Promise<void> {
  if (!backend.versions || backend.capabilities.keepsVersions === false) return backend.remove(name, { signal })
  const ids: string[] = []
  for await (const page of backend.versions.list(name, { signal })) ids.push(...page.map(({ id }) => id))
  try {
    for (const id of ids) await backend.versions.remove(name, id, { signal })
  } catch (error) {
    await backend.remove(name, { signal }) // at least it is out of sight
    throw error
  }
}

/** Nobody is given the link: it is made, which signs it, and forgotten. */
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

/** What it fails with. Whoever has left gets the signal's reason. */
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
