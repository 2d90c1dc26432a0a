/**
 * A separate process for `disasters.test.ts`. It gives up root rights and syncs folders, one of which can't be listed.
 */
import { chmod, mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SyncSettings } from '../../../contract/sync/plan.ts'
import { pause } from '../../../lib/flow/pause.ts'
import { localDescriptor } from '../../backends/local/index.ts'
import { createTransfers } from '../../transfers/transfers.ts'
import { planPair } from '../pair/plan-pair.ts'
import { startPlan } from '../pair/start-plan.ts'

const folder = process.argv[2] ?? ''
const { signal } = new AbortController()
const nobody = 65_534
if (process.geteuid?.() === 0) {
  process.setgroups?.([])
  process.setgid?.(nobody)
  process.setuid?.(nobody)
}

const at = (path: string) => join(folder, path)
for (const path of ['data', 'a', 'a/shut', 'b']) await mkdir(at(path))
for (const path of ['f', 'g', 'h', 'shut/in']) await writeFile(at(`a/${path}`), path)
const backend = await localDescriptor.open({ path: folder }, {}, { signal })
const info = { name: 'm', type: 'local', group: 'computer', readOnly: false, builtIn: false } as const
const mounts = { open: async () => ({ info, backend }) }
const transfers = createTransfers({ mounts, folder: at('data'), runsAll: true, patienceMs: 0 })
const deps = {
  mounts,
  pairs: transfers.pairs,
  isOpen: (id: number) => transfers.isOpen(id),
  now: Date.now,
  enqueue: (request: Parameters<typeof transfers.start>[0]) => transfers.start(request),
}
const settings: SyncSettings = {
  left: { mount: 'm', path: 'a' },
  right: { mount: 'm', path: 'b' },
  mode: 'two-way',
  onConflict: 'keep-both',
  by: 'size-and-time',
  deleted: 'archive',
}

async function sync() {
  const rows: string[] = []
  for await (const item of planPair(deps, settings, { signal })) {
    if (item.kind === 'rows')
      for (const { path, way, failure } of item.rows) rows.push(`${path} ${way} ${failure?.kind ?? ''}`)
    if (item.kind !== 'end') continue
    const { transfer } = await startPlan(deps, { plan: item.plan }, { signal })
    while (transfer !== undefined && transfers.isOpen(transfer)) await pause(5, signal)
  }
  const all = await readdir(at('b'), { recursive: true })
  return { rows: rows.map((row) => row.trim()), right: all.filter((path) => !path.startsWith('.portolan')).toSorted() }
}

await sync()
await rm(at('a/f'))
await chmod(at('a/shut'), 0)
const shut = await sync()
await chmod(at('a/shut'), 0o755)
await rm(at('a/shut/in'))
const again = await sync()
await transfers.close()
await backend.close()
process.stdout.write(JSON.stringify({ shut, again }))
