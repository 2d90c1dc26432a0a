import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { measureFirstChunk, mostFirstBytes, mostWindowBytes, tooLarge } from './check-first-chunk.mjs'

let folder
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portolan-chunks-'))
  mkdirSync(join(folder, '.vite'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Creates a built window. Each chunk has a size, its imports, and optionally its dynamic imports. */
function build(chunks) {
  const manifest = Object.entries(chunks).map(([name, { bytes, ...rest }]) => {
    const file = `${name.replaceAll('/', '-')}.js`
    writeFileSync(join(folder, file), 'x'.repeat(bytes))
    return [name, { file, ...rest }]
  })
  writeFileSync(join(folder, '.vite', 'manifest.json'), JSON.stringify(Object.fromEntries(manifest)))
}

test('the first chunk is the entry with all static imports, each counted once', () => {
  build({
    'index.html': {
      bytes: 1000,
      isEntry: true,
      imports: ['_a', '_b'],
      dynamicImports: ['app/start/open-window.ts', 'later'],
    },
    _a: { bytes: 200, imports: ['_b'] },
    _b: { bytes: 30, imports: ['_a'] },
    'app/start/open-window.ts': { bytes: 4000, imports: ['_a', '_c'], dynamicImports: ['later'] },
    _c: { bytes: 7 },
    later: { bytes: 90_000 },
  })
  expect(measureFirstChunk(folder)).toEqual({ firstBytes: 1230, windowBytes: 5237 })
})

test('refuses a build without an entry or without the window', () => {
  build({ 'index.html': { bytes: 1, isEntry: true } })
  expect(() => measureFirstChunk(folder)).toThrow('open-window')
})

test('reports a size above the limit, with the limit', () => {
  expect(tooLarge({ firstBytes: mostFirstBytes, windowBytes: mostWindowBytes })).toEqual([])
  expect(tooLarge({ firstBytes: mostFirstBytes + 1000, windowBytes: mostWindowBytes })).toEqual([
    'The first chunk of the window has 351.0 kB; the most is 350.0 kB.',
  ])
  expect(tooLarge({ firstBytes: 1, windowBytes: mostWindowBytes + 1000 })).toHaveLength(1)
})
