/**
 * Encodes a message as one binary frame: the length of the JSON, the JSON, then its typed arrays. Each array is aligned
 * to eight bytes, so that the reader can use it without a copy.
 */
import type { Message } from './wire.ts'

const arrayTypes = { u8: Uint8Array, u16: Uint16Array, u32: Uint32Array, f64: Float64Array } as const
type ArrayName = keyof typeof arrayTypes
type Attachment = InstanceType<(typeof arrayTypes)[ArrayName]>

/** The key that stands for an attachment, or (`o`) wraps an object that happens to have this key. */
const mark = '~'

const encoder = new TextEncoder()
const decoder = new TextDecoder()

export function encodeFrame(message: Message): Uint8Array<ArrayBuffer> {
  const attachments: { readonly array: Attachment; readonly offset: number }[] = []
  let attachedBytes = 0

  function replace(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(replace)
    if (typeof value !== 'object' || value === null) return value
    const name = arrayName(value)
    if (name) {
      const array = value as Attachment
      attachments.push({ array, offset: attachedBytes })
      const place = { [mark]: [name, attachedBytes, array.length] }
      attachedBytes += align(array.byteLength)
      return place
    }
    const copy = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, replace(inner)]))
    return mark in copy ? { [mark]: ['o', copy] } : copy
  }

  const json = encoder.encode(JSON.stringify(replace(message)))
  const start = align(4 + json.length)
  const frame = new Uint8Array(start + attachedBytes)
  new DataView(frame.buffer).setUint32(0, json.length, true)
  frame.set(json, 4)
  for (const { array, offset } of attachments) {
    frame.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), start + offset)
  }
  return frame
}

/** Decodes the message of a frame; its typed arrays are views into the frame. Throws for an invalid frame. */
export function decodeFrame(frame: ArrayBuffer): Message {
  const jsonLength = new DataView(frame).getUint32(0, true)
  const start = align(4 + jsonLength)

  function restore(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(restore)
    if (typeof value !== 'object' || value === null) return value
    const place = (value as Record<string, unknown>)[mark]
    if (!Array.isArray(place)) return mapValues(value, restore)
    if (place[0] === 'o') return mapValues(place[1] as object, restore)
    const [name, offset, length] = place as [ArrayName, number, number]
    return new arrayTypes[name](frame, start + offset, length)
  }

  const message = restore(JSON.parse(decoder.decode(new Uint8Array(frame, 4, jsonLength))))
  if (!isMessage(message)) throw new Error('not a message')
  return message
}

function isMessage(value: unknown): value is Message {
  if (typeof value !== 'object' || value === null) return false
  const { type, id, method, credit, count } = value as Record<string, unknown>
  if (!Number.isSafeInteger(id)) return false
  if (type === 'call') return typeof method === 'string' && Number.isSafeInteger(credit)
  if (type === 'credit') return Number.isSafeInteger(count)
  return type === 'item' || type === 'end' || type === 'cancel'
}

function mapValues(value: object, map: (inner: unknown) => unknown): object {
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, map(inner)]))
}

function arrayName(value: object): ArrayName | undefined {
  if (value instanceof Uint8Array) return 'u8'
  if (value instanceof Uint16Array) return 'u16'
  if (value instanceof Uint32Array) return 'u32'
  return value instanceof Float64Array ? 'f64' : undefined
}

function align(length: number): number {
  return (length + 7) & ~7
}
