import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '..')

/** Each file imports one module that it must not import. The third value is the rule that must report it. */
const violations = [
  ['src/lib/a.ts', '../contract/failure.ts', 'lib-sees'],
  ['src/contract/a.ts', '../core/thing.ts', 'contract-sees'],
  ['src/core/a.ts', '../host/thing.ts', 'core-sees'],
  ['src/core/b.ts', '../rpc/client.ts', 'core-sees'],
  ['src/host/a.ts', '../serve/thing.ts', 'host-sees'],
  ['src/rpc/a.ts', '../contract/location.ts', 'rpc-sees'],
  ['src/cli/a.ts', '../main/thing.ts', 'cli-sees'],
  ['src/renderer/a.ts', '../host/thing.ts', 'renderer-sees'],
  ['src/renderer/b.ts', '../rpc/server.ts', 'renderer-sees'],
  ['src/preload/a.ts', '../lib/thing.ts', 'preload-sees'],
  ['src/core/c.ts', 'electron', 'electron-only-in-main'],
  ['src/contract/b.ts', 'node:fs', 'runs-in-a-browser'],
  ['src/rpc/b.ts', 'node:stream', 'runs-in-a-browser'],
  ['src/core/backends/s3/a.ts', '../memory/thing.ts', 'backends-are-apart'],
  ['src/renderer/features/pane/a.ts', '../inspector/thing.ts', 'features-are-apart'],
  ['src/misc/a.ts', '../lib/thing.ts', 'known-folders-only'],
  ['src/core/transfers/journal/a.ts', '../queue/thing.ts', 'transfers-journal-sees'],
  ['src/core/transfers/copy/a.ts', '../plan/thing.ts', 'transfers-copy-sees'],
  ['src/core/backends/s3/read/a.ts', '../write/thing.ts', 's3-read-sees'],
  ['src/core/backends/s3/connect/a.ts', '../index.ts', 's3-connect-sees'],
  ['src/renderer/d.ts', '../contract/facets.ts', 'no-schemas-in-the-window'],
  ['src/renderer/e.ts', '../contract/schemas/location.ts', 'no-schemas-in-the-window'],
  ['src/lib/b.ts', './not-there.ts', 'resolvable'],
  ['src/lib/ring-a.ts', './ring-b.ts', 'no-cycles'],
  ['src/lib/type-ring-a.ts', './type-ring-b.ts', 'no-cycles'],
]
const allowed = [
  ['src/core/d.ts', '../contract/location.ts'],
  ['src/core/e.test.ts', '../host/thing.ts'],
  ['src/cli/b.ts', '../host/thing.ts'],
  ['src/renderer/c.ts', '../rpc/client.ts'],
  ['src/main/a.ts', 'electron'],
  ['src/core/f.ts', 'node:fs'],
  ['src/core/transfers/queue/a.ts', '../copy/thing.ts'],
  ['src/core/backends/s3/versions/a.ts', '../write/thing.ts'],
  ['src/core/backends/s3/connect/b.ts', '../config.ts'],
]
const targets = [
  'src/lib/thing.ts',
  'src/contract/failure.ts',
  'src/contract/location.ts',
  'src/contract/facets.ts',
  'src/contract/schemas/location.ts',
  'src/core/thing.ts',
  'src/core/backends/memory/thing.ts',
  'src/core/backends/s3/config.ts',
  'src/core/backends/s3/index.ts',
  'src/core/backends/s3/write/thing.ts',
  'src/core/transfers/copy/thing.ts',
  'src/core/transfers/plan/thing.ts',
  'src/core/transfers/queue/thing.ts',
  'src/host/thing.ts',
  'src/serve/thing.ts',
  'src/main/thing.ts',
  'src/rpc/client.ts',
  'src/rpc/server.ts',
  'src/renderer/features/inspector/thing.ts',
]

describe('the import rule', () => {
  let folder
  let found

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'portolan-boundaries-'))
    const write = (path, text) => {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), text)
    }
    for (const path of targets) write(path, 'export const thing = 1\n')
    for (const [path, imported] of [...violations, ...allowed]) write(path, `import '${imported}'\n`)
    write('src/lib/ring-b.ts', "import './ring-a.ts'\n")
    write('src/lib/type-ring-b.ts', "import type {} from './type-ring-a.ts'\n")
    found = cruise(folder)
  })

  afterAll(() => rmSync(folder, { recursive: true }))

  it.each(violations)('refuses an import in %s of %s', (path, _imported, rule) => {
    expect(found).toContainEqual({ from: path, rule })
  })

  it.each(allowed)('allows %s to import %s', (path) => {
    expect(found.filter(({ from }) => from === path)).toEqual([])
  })
})

function cruise(folder) {
  const tool = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs')
  const config = join(root, '.dependency-cruiser.cjs')
  const args = [tool, '--config', config, '--output-type', 'json', 'src']
  const report = JSON.parse(execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8' }))
  return report.summary.violations.map(({ from, rule }) => ({ from, rule: rule.name }))
}
