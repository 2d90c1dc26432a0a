#!/usr/bin/env node
// Plans, decides and completes a queue with very many items. It prints the time and the peak memory.
// Usage: node bench/queue.mjs [--items 1000000] [--json]
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { buildSource } from './support/import-source.mjs'

const { values: options } = parseArgs({
  options: { items: { type: 'string', default: '1000000' }, json: { type: 'boolean', default: false } },
})
const perFolder = 1000
const folders = Math.ceil(Number(options.items) / perFolder)
const sources = ['src/core/transfers/transfers.ts', 'src/contract/entry-page.ts', 'src/core/backends/memory/index.ts']
if (!process.env.BENCH_BUILT) {
  // Building needs memory of its own, so the queue runs in a separate process that did not build.
  const built = await Promise.all(sources.map((path) => buildSource(path)))
  const env = { ...process.env, BENCH_BUILT: JSON.stringify(built) }
  process.exit(spawnSync(process.execPath, process.argv.slice(1), { stdio: 'inherit', env }).status ?? 1)
}
const [{ createTransfers }, { packEntries }, { createMemoryBackend }] = await Promise.all(
  JSON.parse(process.env.BENCH_BUILT).map((url) => import(url)),
)

const home = mkdtempSync(join(tmpdir(), 'portolan-queue-'))
const before = peak()
const transfers = createTransfers({
  folder: home,
  runsAll: true,
  mounts: { open: async (name) => ({ info: { name }, backend: place() }) },
})
try {
  const began = performance.now()
  const { id } = transfers.start({
    verb: 'copy',
    sources: [{ location: { mount: 'a', path: 'all' } }],
    into: { mount: 'b', path: '' },
    policy: { skip: 'size', onConflict: 'fail' },
  })
  const gaps = watchLoop()
  let ended
  for await (const event of transfers.watch({ signal: new AbortController().signal })) {
    ended = event.transfers.find((transfer) => transfer.id === id)
    if (ended?.state === 'ended') break
  }
  const result = {
    items: ended.counts.total,
    skipped: ended.counts.skipped,
    failed: ended.counts.failed,
    seconds: (performance.now() - began) / 1000,
    peakMiB: peak(),
    startMiB: before,
    ...gaps(),
  }
  const { items, skipped, seconds, peakMiB, startMiB, worstMs, p99Ms } = result
  console.log(
    options.json
      ? JSON.stringify(result)
      : `${items} items, ${skipped} of them compared and left: ${seconds.toFixed(1)} s (${Math.round(items / seconds)}/s), ` +
          `peak ${peakMiB} MiB (${startMiB} before), the loop waited ${p99Ms.toFixed(0)} ms at the 99th percentile, ${worstMs.toFixed(0)} ms at worst`,
  )
  if (skipped !== folders * perFolder) process.exitCode = 1
} finally {
  await transfers.close()
  rmSync(home, { recursive: true })
}

/** Creates a place. Both sides have the same files, which are generated during the listing. */
function place() {
  const { capabilities } = createMemoryBackend()
  const modifiedMs = 1_700_000_000_000
  return {
    capabilities,
    async *list(path) {
      const depth = path === '' ? 0 : path.split('/').length
      if (depth === 0) yield packEntries([{ name: 'all', kind: 'folder' }])
      if (depth === 1)
        yield packEntries(Array.from({ length: folders }, (_, at) => ({ name: `folder-${at}`, kind: 'folder' })))
      if (depth !== 2) return
      yield packEntries(
        Array.from({ length: perFolder }, (_, at) => ({
          name: `file-${at}.dat`,
          kind: 'file',
          sizeBytes: 4096,
          modifiedMs,
        })),
      )
    },
    async stat(path) {
      return { name: path.split('/').at(-1), kind: 'folder' }
    },
    async close() {},
  }
}

function peak() {
  return Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0) / 1024)
}

/** Measures how long the event loop was blocked. */
function watchLoop() {
  const late = []
  let due = performance.now() + 10
  const timer = setInterval(() => {
    late.push(Math.max(0, performance.now() - due))
    due = performance.now() + 10
  }, 10)
  return () => {
    clearInterval(timer)
    const sorted = late.toSorted((a, b) => a - b)
    return { worstMs: sorted.at(-1) ?? 0, p99Ms: sorted[Math.floor(sorted.length * 0.99)] ?? 0 }
  }
}
