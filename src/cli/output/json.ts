import type { CopyEvent } from '../../contract/api/files.ts'
import type { Failure } from '../../contract/failure.ts'
import type { Output } from './output.ts'
import { showLocation, showLocationText } from './show-location.ts'
import type { StreamWriter } from './stream-writer.ts'

/** One JSON object a line: results on the output, failures as `{"failure":{…}}` on the error output. */
export function createJsonOutput(out: StreamWriter, err: StreamWriter): Output {
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
    entry: (entry, location) => print({ location: showLocation(location), ...entry }),
    async outcome(outcome, done) {
      const location = showLocation(outcome.location)
      await print({ location, outcome: outcome.failure ? 'failed' : done })
      if (outcome.failure) await failure({ location, ...outcome.failure })
    },
    copyEvent: (event) => print(shownEvent(event)),
    async checks(checks) {
      for (const check of checks) await print(check)
    },
    ready: (url) => print({ url }),
    nextUrl: async () => {},
    note: async () => {},
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

function shownEvent(event: CopyEvent): object {
  if (event.kind !== 'item') return event
  return {
    ...event,
    from: showLocation(event.from),
    to: showLocation(event.to),
    ...(event.failure && { failure: shownFailure(event.failure) }),
  }
}
