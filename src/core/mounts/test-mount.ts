/** Finds out what works with a mount, by doing it: each step with what it showed, then what they mean together. */
import { randomBytes } from 'node:crypto'
import type { TestEvent, TestStep } from '../../contract/api/mounts.ts'
import type { FacetName } from '../../contract/capabilities.ts'
import { unpackEntries } from '../../contract/entry-page.ts'
import { type Failure, failureOf } from '../../contract/failure.ts'
import type { Backend, Waits } from '../backends/backend.ts'
import { testSummary } from './test-summary.ts'

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
}

/** Abilities that are facets: offered or not; what is offered is tried with the root's first file. */
const facetSteps: readonly { readonly step: TestStep; readonly facet: string }[] = [
  { step: 'versions', facet: 'versions' },
  { step: 'links', facet: 'links' },
]

/** No answer at all: neither signed in nor refused. */
const unanswered = new Set<Failure['kind']>(['unreachable', 'timeout', 'busy', 'sign-in', 'bad-input', 'internal'])

const mostListed = 1000
const contents = 'Portolan wrote this to see whether it may. It can be deleted.\n'

/** `open` gives a backend of its own, which is closed at the end. Nothing is written but one file, which is removed again. */
export async function* testMount(
  open: (options: Waits) => Promise<Backend>,
  { signal }: Waits,
): AsyncGenerator<TestEvent> {
  const steps: Step[] = []
  const said = (step: TestStep, result: Result): Step => {
    const event = { kind: 'step' as const, step, ...result }
    steps.push(event)
    return event
  }
  const skipped = { outcome: 'skipped', reason: 'Nothing can be found out before the mount opens.' } as const

  let backend: Backend | undefined
  try {
    const opened = await attempt(signal, async () => (backend = await open({ signal })))
    const run = backend && { backend, signal }
    const listed = run ? await list(run) : undefined
    const failure = opened ?? listed
    const isRefused = failure !== undefined && unanswered.has(failure.kind)
    yield said('sign-in', isRefused ? { outcome: 'failed', failure } : { outcome: 'ok' })
    if (!run || isRefused) {
      // it may well open only what is there: a missing bucket or folder says nothing against the credentials
      yield said('list', isRefused || !failure ? skipped : { outcome: 'failed', failure })
      for (const step of ['read', 'write', ...facetSteps.map((one) => one.step)] as const) yield said(step, skipped)
    } else {
      yield said('list', listed ? { outcome: 'failed', failure: listed } : { outcome: 'ok' })
      // writing comes first, as what was written can be read where nothing else is
      const written = await write(run)
      yield said('read', await read(run))
      yield said('write', written)
      for (const { step, facet } of facetSteps) yield said(step, facetResult(run, facet))
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
  if (!backend.capabilities.canWrite) return { outcome: 'skipped', reason: 'The mount is read-only.' }
  const name = `portolan-test-${randomBytes(8).toString('hex')}.txt`
  const failure = await attempt(signal, () => backend.write(name, streamOf(contents), { ifExists: 'fail', signal }))
  if (failure) {
    const isNoPlace = run.hasOnlyFolders && ['not-a-file', 'unsupported'].includes(failure.kind)
    return isNoPlace
      ? { outcome: 'skipped', reason: 'Only folders can be at this level; test one of them to know.' }
      : { outcome: 'failed', failure }
  }
  // tidied up even when whoever asked has left
  const own = AbortSignal.timeout(30_000)
  try {
    if (run.found === undefined) run.readOwn = (await attempt(signal, () => readSome(backend, name, signal))) ?? 'ok'
  } finally {
    run.written = await removeAgain(backend, name, own)
  }
  signal.throwIfAborted()
  return run.written
}

async function removeAgain(backend: Backend, name: string, signal: AbortSignal): Promise<Result> {
  const failure = await backend.remove(name, { signal }).then(
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
  if (readOwn === undefined) return { outcome: 'skipped', reason: 'There is no file here to read.' }
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

function facetResult({ backend }: Run, facet: string): Result {
  return backend.capabilities.facets.includes(facet as FacetName) ? { outcome: 'ok' } : { outcome: 'not-offered' }
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
