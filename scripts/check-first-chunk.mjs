#!/usr/bin/env node
// Fails if the built window loads more script before its first frame than allowed. `npm run build` ends with this
// check. Code that is needed only later is loaded with `import()`, most simply with src/renderer/ui/later.tsx.
import { readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** The maximum of minified bytes in the entry and everything it imports statically. */
export const mostFirstBytes = 350_000
/** The same maximum, including the code that renders the panes. That code is loaded while the host answers. */
export const mostWindowBytes = 560_000

const windowPart = 'app/start/open-window.ts'

/**
 * Measures the first chunk, and all code that renders the panes, from the manifest in the folder of the built window.
 */
export function measureFirstChunk(folder) {
  const manifest = JSON.parse(readFileSync(join(folder, '.vite', 'manifest.json'), 'utf8'))
  const entry = Object.keys(manifest).find((name) => manifest[name].isEntry)
  if (!entry || !manifest[windowPart]) throw new Error(`The manifest has no entry or no ${windowPart}.`)
  const bytesOf = (names) => names.reduce((sum, name) => sum + statSync(join(folder, manifest[name].file)).size, 0)
  return {
    firstBytes: bytesOf([...withImports(manifest, [entry])]),
    windowBytes: bytesOf([...withImports(manifest, [entry, windowPart])]),
  }
}

function withImports(manifest, names, found = new Set()) {
  for (const name of names) {
    if (found.has(name)) continue
    found.add(name)
    withImports(manifest, manifest[name].imports ?? [], found)
  }
  return found
}

/** Returns a sentence for each part that is too large. */
export function tooLarge({ firstBytes, windowBytes }) {
  const kB = (bytes) => `${(bytes / 1000).toFixed(1)} kB`
  return [
    ['The first chunk of the window', firstBytes, mostFirstBytes],
    ['What the window loads to draw its panes', windowBytes, mostWindowBytes],
  ].flatMap(([what, bytes, most]) => (bytes > most ? [`${what} has ${kB(bytes)}; the most is ${kB(most)}.`] : []))
}

if (process.argv[1] === import.meta.filename) {
  const measured = measureFirstChunk(resolve(import.meta.dirname, '..', 'out', 'renderer'))
  const { firstBytes, windowBytes } = measured
  console.log(`first chunk ${(firstBytes / 1000).toFixed(1)} kB, with the panes ${(windowBytes / 1000).toFixed(1)} kB`)
  const sentences = tooLarge(measured)
  for (const sentence of sentences) console.error(sentence)
  if (sentences.length > 0) process.exitCode = 1
}
