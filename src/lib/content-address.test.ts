import { expect, test } from 'vitest'
import { decodeAddress, encodeAddress } from './content-address.ts'

test('any text can be a part of an address, and comes back from it', () => {
  for (const text of ['', 'a/b?c#d', 'Grüße 漢字 🙂', '{"path":"../x"}']) {
    const encoded = encodeAddress(text)
    expect(encoded).toMatch(/^[\w-]*$/)
    expect(decodeAddress(encoded)).toBe(text)
  }
  expect(decodeAddress('%%%')).toBeUndefined()
})
