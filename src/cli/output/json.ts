import type { Failure } from '../../contract/failure.ts'
import type { Item, Transfer } from '../../contract/transfer.ts'
import type { Output } from './output.ts'
import { showLocation, showLocationText } from './show-location.ts'
import type { StreamWriter } from './stream-writer.ts'

const progressMs = 1000

/** Prints one JSON object per line: results to the output, failures as `{"failure":{…}}` to the error output. */
export function createJsonOutput(out: StreamWriter, err: StreamWriter): Output {
  let toldMs = Number.NEGATIVE_INFINITY
  const print = (value: object) => out.write(`${JSON.stringify(value)}\n`)

  async function failure(value: Failure) {
    await err.write(`${JSON.stringify({ failure: shownFailure(value) })}\n`)
  }

  return {
    text: (text) => out.write(text),
    bytes: (chunk) => out.write(chunk),
    async mounts({ mounts, problems }) {
      for (const mount of mounts) await print(mount)
      for (const problem of problems) await err.write(`${JSON.stringify({ problem })}\n`)
    },
    mountChanged: (mount, done) => print({ ...mount, outcome: done }),
    mountDetail: (detail) => print(detail),
    testEvent: (event) => print(event),
    async listed(entries) {
      if (entries.length === 0) return
      const lines = entries.map(({ entry, location }) => JSON.stringify({ location: showLocation(location), ...entry }))
      await out.write(`${lines.join('\n')}\n`)
    },
    entry: (entry, location, permissions) =>
      print({ location: showLocation(location), ...entry, ...(permissions && { permissions }) }),
    record: (value) => print(value),
    async outcome(outcome, done) {
      const location = showLocation(outcome.location)
      await print({ location, outcome: outcome.failure ? 'failed' : done })
      if (outcome.failure) await failure({ location, ...outcome.failure })
    },
    tellsAllItems: true,
    async transferProgress(transfer) {
      if (performance.now() - toldMs < progressMs) return
      toldMs = performance.now()
      await print({ kind: 'progress', ...shownTransfer(transfer) })
    },
    transferItem: (item, done) => print({ ...shownItem(item), outcome: item.state === 'done' ? done : item.state }),
    transferEnd: (transfer) => print({ kind: 'end', ...shownTransfer(transfer) }),
    async checks(checks) {
      for (const check of checks) await print(check)
    },
    ready: (url) => print({ url }),
    nextUrl: async () => {},
    note: async () => {},
    remark: (text) => err.write(`${JSON.stringify({ remark: text })}\n`),
    failure,
    async usage({ message, hint }) {
      const text = hint ? `${message} ${hint}` : message
      await failure({ kind: 'bad-input', message: text, operation: 'cli', retry: 'never' })
    },
  }
}

function shownFailure(failure: Failure): Failure {
  return failure.location === undefined ? failure : { ...failure, location: showLocationText(failure.location) }
}

function shownItem({ from, to, failure, ...item }: Item): object {
  return {
    ...item,
    kind: 'item',
    entry: item.kind,
    from: showLocation(from),
    ...(to && { to: showLocation(to) }),
    ...(failure && { failure: shownFailure(failure) }),
  }
}

function shownTransfer({
  id,
  state,
  isCounting,
  counts,
  folders,
  bytes,
  bytesPerSecond,
  leftMs,
  isCancelled,
  problem,
  versions,
}: Transfer) {
  return {
    id,
    state,
    isCounting,
    ...counts,
    folders,
    bytes,
    ...(versions !== undefined && { versions }),
    ...(bytesPerSecond !== undefined && { bytesPerSecond: Math.round(bytesPerSecond) }),
    ...(leftMs !== undefined && { leftMs: Math.round(leftMs) }),
    ...(isCancelled && { isCancelled }),
    ...(problem && { problem: shownFailure(problem) }),
  }
}
