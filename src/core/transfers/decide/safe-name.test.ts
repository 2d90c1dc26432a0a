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
])('makes of %j the name %j', (name, safe) => expect(safeName(name)).toBe(safe))

it('shortens a name to what fits, never in the middle of a character, and keeps its ending', () => {
  const safe = safeName(`${'ä'.repeat(200)}.tar`)
  expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(255)
  expect(safe).toMatch(/^ä+\.tar$/)
})
