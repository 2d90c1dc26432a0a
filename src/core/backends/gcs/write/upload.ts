/** Uploads an object: in one request, or in a session that receives the parts one after the other. */
import { createHash, randomUUID } from 'node:crypto'
import { persist } from '../../object-store/persist.ts'
import type { PartUpload } from '../../object-store/write/send-in-parts.ts'
import { WebRefusal } from '../../web/refusal.ts'
import { bucketAt, jsonBody, parsed } from '../connect/client.ts'
import type { Scope } from '../connect/scope.ts'
import { mayPass } from '../failures/failures.ts'
import { factFields, type SaidObject } from '../read/facts.ts'

export interface NewObject {
  readonly bucket: string
  readonly key: string
  readonly contentType?: string
  readonly mustBeNew: boolean
  readonly signal: AbortSignal
}

type Client = Pick<Scope, 'client' | 'storageClass'>

/** All parts except the last must be multiples of 256 KiB. */
export const partBytes = 8 * 1024 ** 2

const abandoned = 499

function targetOf({ bucket, key, mustBeNew, signal }: NewObject, uploadType: 'multipart' | 'resumable') {
  return {
    at: `/upload${bucketAt(bucket)}/o`,
    method: 'POST',
    query: { uploadType, name: key, ifGenerationMatch: mustBeNew ? 0 : undefined, fields: factFields },
    signal,
  } as const
}

function metadataOf({ storageClass }: Client, { key, contentType }: NewObject) {
  return { name: key, ...(contentType && { contentType }), ...(storageClass && { storageClass }) }
}

/** Stores an object with one request. The service accepts it only if it has this MD5. */
export async function putObject(scope: Client, object: NewObject, bytes: Uint8Array): Promise<SaidObject> {
  const md5Hash = createHash('md5').update(bytes).digest('base64')
  const boundary = `portolan-${randomUUID()}`
  const part = (type: string) => `--${boundary}\r\ncontent-type: ${type}\r\n\r\n`
  const metadata = JSON.stringify({ ...metadataOf(scope, object), md5Hash })
  const head = `${part('application/json; charset=UTF-8')}${metadata}\r\n${part(object.contentType ?? 'application/octet-stream')}`
  const said = await scope.client.json<SaidObject>({
    ...targetOf(object, 'multipart'),
    headers: { 'content-type': `multipart/related; boundary=${boundary}` },
    body: Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--`)]),
  })
  if (said.md5Hash !== md5Hash) throw WebRefusal.of('SumMismatch', 'md5 differs')
  return said
}

export interface Upload extends PartUpload {
  finish(): Promise<SaidObject>
}

/**
 * Starts an upload. The last part is held back until it is known to be the last, because the object appears with it.
 */
export async function startUpload(scope: Client, object: NewObject): Promise<Upload> {
  const { client } = scope
  const { signal } = object
  const begun = await client.send({ ...targetOf(object, 'resumable'), ...jsonBody(metadataOf(scope, object)) })
  begun.body.resume()
  const session = begun.headers['location'] ?? ''
  const hash = createHash('md5')
  let held: Uint8Array | undefined
  let sent = 0

  const put = (range: string, bytes: Uint8Array, headers: Readonly<Record<string, string>> = {}) =>
    client.send({
      at: session,
      method: 'PUT',
      headers: { 'content-range': range, 'content-length': String(bytes.length), ...headers },
      body: bytes,
      expects: [308],
      signal,
    })

  /** Returns how many bytes the session has. */
  async function heldThere(): Promise<number> {
    const { headers, body, status } = await put('bytes */*', new Uint8Array())
    body.resume()
    if (status !== 308) throw WebRefusal.of('Unreadable', 'the upload ended before its last part')
    return Number(/-(\d+)$/.exec(headers['range'] ?? '')?.[1] ?? -1) + 1
  }

  /** If the response to a part was lost, the session may have some of its bytes; only the rest is sent again. */
  async function sendHeld(total: number | '*', headers?: Readonly<Record<string, string>>) {
    const bytes = held ?? new Uint8Array()
    const start = sent
    let isAgain = false
    return persist({ signal, isWorthIt: mayPass }, async () => {
      const from = isAgain ? Math.max(start, await heldThere()) : start
      isAgain = true
      const rest = bytes.subarray(from - start)
      if (rest.length === 0 && total === '*') return undefined
      const end = start + bytes.length - 1
      const answer = await put(`bytes ${rest.length === 0 ? '*' : `${from}-${end}`}/${total}`, rest, headers)
      if (answer.status !== 308) return answer
      answer.body.resume()
      if (total !== '*') throw WebRefusal.of('Unreadable', 'the service waits for more bytes')
      return undefined
    })
  }

  return {
    async add(bytes) {
      if (held) {
        await sendHeld('*')
        sent += held.length
      }
      hash.update(bytes)
      held = bytes
    },
    async finish() {
      const md5Hash = hash.digest('base64')
      const answer = await sendHeld(sent + (held?.length ?? 0), { 'x-goog-hash': `md5=${md5Hash}` })
      const chunks: Buffer[] = []
      for await (const chunk of answer?.body ?? []) chunks.push(chunk as Buffer)
      const said = parsed(Buffer.concat(chunks).toString('utf8')) as SaidObject
      if (said.md5Hash !== md5Hash) throw WebRefusal.of('SumMismatch', 'md5 differs')
      return said
    },
    async abort() {
      try {
        const late = AbortSignal.timeout(10_000)
        const answer = await client.send({ at: session, method: 'DELETE', expects: [abandoned], signal: late })
        answer.body.resume()
      } catch {
        // The service discards the upload after a week.
      }
    },
  }
}
