/** Calls of rclone's remote control. */
import { said } from '../../../../contract/sentences/said.ts'
import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { json } from 'node:stream/consumers'
import { StorageError } from '../../../../contract/failure.ts'
import { beginningOf, exchange, type ExchangeAnswer } from '../../web/exchange.ts'
import { rcloneFailure } from '../failures.ts'
import { setTimeout as pause } from 'node:timers/promises'
import type { DaemonUse } from './shared-daemons.ts'

export interface CallOptions {
  readonly signal: AbortSignal
  /** The path that failures name. */
  readonly path: string
  readonly operation: string
}

export type Rc = ReturnType<typeof createRc>

const endingMs = 300

/** rclone's error messages have one or a few sentences. */
const mostErrorBytes = 64 * 1024

export function createRc(daemon: DaemonUse) {
  async function send(
    target: string,
    { signal, path, operation }: CallOptions,
    how: {
      readonly method: 'GET' | 'POST'
      readonly headers?: Record<string, string>
      readonly body?: string | AsyncIterable<Uint8Array>
    },
  ): Promise<ExchangeAnswer> {
    const running = await daemon.get(signal)
    const { url, authorization, agents } = running
    try {
      const { body } = how
      const request = {
        origin: url,
        path: target,
        method: how.method,
        headers: { authorization, ...how.headers },
        signal,
        ...(body !== undefined && { body: typeof body === 'string' ? body : Readable.from(body) }),
      }
      return await exchange(request, agents)
    } catch (error) {
      signal.throwIfAborted()
      if (error instanceof StorageError) throw error
      // shortly after, it is known whether the process has ended and why: with a configuration it cannot read, rclone
      // reports the error and exits
      await Promise.race([running.ended, pause(endingMs)])
      const fatal = /(Fatal error|CRITICAL)[^\n]*|Failed to load config[^\n]*/.exec(running.lastWords())?.[0]
      throw fatal === undefined ? lost(error, operation) : rcloneFailure(fatal, path, operation, error)
    }
  }

  async function refuseUnlessOk(answer: ExchangeAnswer, { path, operation, signal }: CallOptions): Promise<void> {
    if (answer.status < 300) return
    const text = await beginningOf(answer.body, mostErrorBytes)
    signal.throwIfAborted()
    throw rcloneFailure(messageIn(text), path, operation)
  }

  return {
    /** Calls a command and returns its response as JSON. */
    async call<T>(command: string, input: object, options: CallOptions): Promise<T> {
      const body = JSON.stringify(input)
      const answer = await send(`/${command}`, options, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      })
      await refuseUnlessOk(answer, options)
      return (await json(answer.body)) as T
    },
    /** Does the same, but streams the bytes of the response. */
    async stream(command: string, input: object, options: CallOptions): Promise<Readable> {
      const answer = await send(`/${command}`, options, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(input),
      })
      await refuseUnlessOk(answer, options)
      return answer.body
    },
    async get(target: string, headers: Record<string, string>, options: CallOptions): Promise<ExchangeAnswer> {
      const answer = await send(target, options, { method: 'GET', headers })
      await refuseUnlessOk(answer, options)
      return answer
    },
    /** Uploads a file under a name that must consist of ASCII letters, digits, dots and dashes. */
    async upload(
      target: { readonly fs: string; readonly folder: string; readonly name: string },
      body: AsyncIterable<Uint8Array>,
      options: CallOptions,
    ) {
      const boundary = `portolan-${randomBytes(16).toString('hex')}`
      const query = `fs=${encodeURIComponent(target.fs)}&remote=${encodeURIComponent(target.folder)}`
      const answer = await send(`/operations/uploadfile?${query}`, options, {
        method: 'POST',
        headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
        body: asForm(body, boundary, target.name),
      })
      await refuseUnlessOk(answer, options)
      await beginningOf(answer.body, mostErrorBytes)
    },
  }
}

async function* asForm(body: AsyncIterable<Uint8Array>, boundary: string, name: string): AsyncGenerator<Uint8Array> {
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: application/octet-stream\r\n\r\n`
  yield Buffer.from(head)
  yield* body
  yield Buffer.from(`\r\n--${boundary}--\r\n`)
}

function messageIn(text: string): string {
  try {
    const { error } = JSON.parse(text) as { error?: unknown }
    return typeof error === 'string' ? error : text
  } catch {
    return text
  }
}

function lost(cause: unknown, operation: string): StorageError {
  return new StorageError({ kind: 'unreachable', ...said('rclone.ended'), operation, retry: 'later' }, { cause })
}
