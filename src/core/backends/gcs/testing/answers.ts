/** The responses of the stand-in server, in the documented form. */
import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createCRC32 } from 'hash-wasm'

export interface Held {
  readonly name: string
  readonly bytes: Buffer
  readonly generation: number
  readonly timeCreated: string
  readonly contentType: string
  readonly storageClass: string
  readonly mediaLink?: string
  /** Set for a generation that is no longer live. */
  readonly timeDeleted?: string
  /** True if it was composed of other objects: it has no MD5. */
  readonly isComposite?: boolean
}
export class Refused extends Error {
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

const castagnoli = await createCRC32(0x82f63b78)
const crc32cOf = (bytes: Buffer) => Buffer.from(castagnoli.init().update(bytes).digest('hex'), 'hex').toString('base64')
export const md5Of = (bytes: Buffer) => createHash('md5').update(bytes).digest('base64')

export function said(held: Held) {
  const { name, bytes, generation, timeCreated, timeDeleted, contentType, storageClass, mediaLink, isComposite } = held
  return {
    kind: 'storage#object',
    name,
    size: String(bytes.length),
    generation: String(generation),
    timeCreated,
    timeDeleted,
    updated: timeCreated,
    contentType,
    storageClass,
    ...(!isComposite && { md5Hash: md5Of(bytes) }),
    crc32c: crc32cOf(bytes),
    mediaLink,
  }
}

/** Sorted by name; generations of one name with the oldest first. */
export function listOf(held: readonly Held[], query: URLSearchParams, pageRows: number) {
  const [prefix, delimiter] = [query.get('prefix') ?? '', query.get('delimiter') ?? '']
  const most = Math.min(pageRows, Number(query.get('maxResults') ?? 1000))
  const after = query.get('pageToken')
  const [lastRow = '', lastGeneration = 0] =
    after === null ? [] : (JSON.parse(Buffer.from(after, 'base64').toString()) as [string, number])
  const byName = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))
  const items: Held[] = []
  const prefixes: string[] = []
  let last: readonly [string, number] | undefined
  for (const each of held.toSorted((a, b) => byName(a.name, b.name) || a.generation - b.generation)) {
    const { name } = each
    if (!name.startsWith(prefix)) continue
    const end = delimiter === '' ? -1 : name.indexOf(delimiter, prefix.length)
    const row = end < 0 ? name : name.slice(0, end + 1)
    const order = byName(row, lastRow)
    const isListed = after !== null && (order < 0 || (order === 0 && (end >= 0 || each.generation <= lastGeneration)))
    if (isListed || prefixes.at(-1) === row) continue
    if (items.length + prefixes.length === most) {
      return { ...pageOf(items, prefixes), nextPageToken: Buffer.from(JSON.stringify(last)).toString('base64') }
    }
    if (end < 0) items.push(each)
    else prefixes.push(row)
    last = [row, each.generation]
  }
  return pageOf(items, prefixes)
}

function pageOf(items: readonly Held[], prefixes: readonly string[]) {
  return { ...(items.length > 0 && { items: items.map(said) }), ...(prefixes.length > 0 && { prefixes }) }
}

export function media(
  request: IncomingMessage,
  response: ServerResponse,
  held: Held,
  query: URLSearchParams,
  isDamaged = false,
): void {
  const wanted = query.get('ifGenerationMatch')
  if (wanted !== null && wanted !== String(held.generation)) throw new Refused(412, 'conditionNotMet')
  const { bytes, generation, contentType, timeCreated } = held
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? []
  const start = Number(from ?? 0)
  if (from !== undefined && start >= bytes.length) throw new Refused(416, 'range')
  const end = to ? Math.min(Number(to) + 1, bytes.length) : bytes.length
  response.writeHead(from === undefined ? 200 : 206, {
    'content-type': contentType,
    'content-length': end - start,
    ...(from !== undefined && { 'content-range': `bytes ${start}-${end - 1}/${bytes.length}` }),
    'x-goog-generation': String(generation),
    'x-goog-hash': `crc32c=${crc32cOf(bytes)}${held.isComposite ? '' : `,md5=${md5Of(bytes)}`}`,
    'last-modified': new Date(timeCreated).toUTCString(),
  })
  const given = Buffer.from(bytes.subarray(start, end))
  if (isDamaged && given.length > 0) given.writeUInt8((given[0] ?? 0) ^ 1)
  response.end(given)
}

export function json(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=UTF-8' })
  response.end(value === undefined ? undefined : JSON.stringify(value))
}
