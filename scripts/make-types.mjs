// Creates the type declarations of the library for `npm pack`: those that its entry points reach, in out/types.
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { root, run } from './setup.mjs'

const folder = join(root, 'out', 'types')
const entries = ['library/index.d.ts', 'library/plugin.d.ts', 'library/conformance.d.ts']

rmSync(folder, { recursive: true, force: true })
const code = await run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.library.json'])
if (code !== 0) process.exit(code)

const reached = new Set()
for (const entry of entries) reach(join(folder, entry))
for (const path of filesIn(folder)) if (!reached.has(path)) rmSync(path)

function reach(path) {
  if (reached.has(path) || !statSync(path, { throwIfNoEntry: false })) return
  reached.add(path)
  const text = readFileSync(path, 'utf8')
  for (const [, from] of text.matchAll(/(?:from |import\(|import )["'](\.[^"']+)["']/g)) {
    reach(resolve(dirname(path), from.replace(/\.ts$/, '.d.ts')))
  }
}

function filesIn(path) {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}
