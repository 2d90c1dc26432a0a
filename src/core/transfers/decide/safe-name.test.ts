import { expect, it } from 'vitest'
import { safeName } from './safe-name.ts'

it.each([
  ['report.pdf', 'report.pdf'],
  ['a:b?c.txt', 'a_b_c.txt'],
  ['nul.txt', '_nul.txt'],
  ['trailing. .', 'trailing'],
  ['...', '_'],
  ['line\nbreak', 'line_break'],
  ['caf‛E9 ‛‛FF', 'caf_ ‛‛FF'],
])('converts %j to %j', (name, safe) => expect(safeName(name)).toBe(safe))

it('shortens a name to the limit without splitting a character, and keeps its extension', () => {
  const safe = safeName(`${'ä'.repeat(200)}.tar`)
  expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(255)
  expect(safe).toMatch(/^ä+\.tar$/)
})
