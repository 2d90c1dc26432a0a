#!/usr/bin/env node
// Compares two sides of a million synthetic entries each, and plans a two-way sync of them: in folders of 1,000 and in
// one folder, unchanged and with 1 % changed. It prints the seconds and the peak memory of the process. Nothing is
// stored; only the core is measured.
// Usage: node bench/compare.mjs [--files N]
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { buildSource } from './support/import-source.mjs'

const { values: options } = parseArgs({ options: { files: { type: 'string', default: '1000000' } } })
const address = await buildSource('bench/support/sync-core.ts')
const program = join(import.meta.dirname, 'support', 'compare-synthetic.mjs')
for (const kind of ['compare', 'plan']) {
  for (const shape of ['folders', 'flat']) {
    for (const changed of [0, 0.01]) {
      const args = [program, address, kind, shape, options.files, String(changed)]
      const { stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8' })
      if (status !== 0) throw new Error(stderr)
      const { ms, told, peakMiB } = JSON.parse(stderr.trim().split('\n').at(-1))
      const what = `${kind.padEnd(8)} ${shape.padEnd(8)} ${(changed * 100).toFixed(0)} % changed`
      console.log(`${what}  ${(ms / 1000).toFixed(1)} s  ${Math.round(peakMiB)} MiB  ${told} told`)
    }
  }
}
