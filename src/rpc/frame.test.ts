import { describe, expect, test } from 'vitest'
import { decodeFrame, encodeFrame } from './frame.ts'
import type { Message } from './wire.ts'

function roundTrip(value: unknown): unknown {
  const message: Message = { type: 'item', id: 7, value }
  const back = decodeFrame(encodeFrame(message).buffer)
  return back.type === 'item' && back.id === 7 ? back.value : expect.unreachable()
}

describe('a frame', () => {
  test('keeps plain values, even ones that look like its own markers', () => {
    for (const value of [null, 1.5, 'naïve ‛FF', [1, [2]], { a: { b: [true] } }, { '~': ['u8', 0, 9] }, { '~': 'x' }]) {
      expect(roundTrip(value)).toEqual(value)
    }
  })

  test('keeps typed arrays of odd lengths side by side', () => {
    const value = {
      names: new Uint8Array([1, 2, 3]),
      ends: new Uint32Array([1, 4_000_000_000]),
      sizes: new Float64Array([Number.NaN, -0, 1e300]),
      facts: new Uint16Array([1, 2, 65_535]),
      empty: new Uint8Array(),
    }
    expect(roundTrip(value)).toEqual(value)
  })

  test('keeps a view of a part of a buffer', () => {
    const whole = new Uint8Array([9, 8, 7, 6, 5])
    expect(roundTrip(whole.subarray(1, 4))).toEqual(new Uint8Array([8, 7, 6]))
  })

  test('is refused if it is truncated or garbled', () => {
    expect(() => decodeFrame(new ArrayBuffer(2))).toThrow()
    const frame = encodeFrame({ type: 'item', id: 1, value: { bytes: new Float64Array(10) } })
    expect(() => decodeFrame(frame.buffer.slice(0, frame.length - 8))).toThrow()
    for (const stranger of [null, 5, {}, { type: 'call', id: 1 }, { type: 'credit', id: 1, count: '9' }]) {
      expect(() => decodeFrame(encodeFrame(stranger as Message).buffer)).toThrow()
    }
  })
})
