import { expect, test } from 'vitest'
import { decodeAddress, encodeAddress } from './content-address.ts'

test('encodes any text for a URL path and decodes it', () => {
  for (const text of ['', 'a/b?c#d', 'Grüße 漢字 🙂', '{"path":"../x"}']) {
    const encoded = encodeAddress(text)
    expect(encoded).toMatch(/^[\w-]*$/)
    expect(decodeAddress(encoded)).toBe(text)
  }
  expect(decodeAddress('%%%')).toBeUndefined()
})
