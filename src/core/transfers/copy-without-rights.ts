/**
 * A separate process for `disasters.test.ts`. It gives up root rights and loses the rights to its target during a copy.
 */
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pause } from '../../lib/flow/pause.ts'
import { localDescriptor } from '../backends/local/index.ts'
import { createTransfers } from './transfers.ts'

const folder = process.argv[2] ?? ''
const { signal } = new AbortController()
const nobody = 65_534
const count = 300

if (process.geteuid?.() === 0) {
  process.setgroups?.([])
  process.setgid?.(nobody)
  process.setuid?.(nobody)
}

const at = (name: string) => join(folder, name)
const nameOf = (number: number) => `file-${number}`
const contentOf = (number: number) => `${number} `.repeat(1000)
for (const name of ['data', 'from', 'into']) await mkdir(at(name))
for (let number = 0; number < count; number += 1) await writeFile(at(`from/${nameOf(number)}`), contentOf(number))
const backend = await localDescriptor.open({ path: folder }, {}, { signal })
const info = { name: 'm', type: 'local', group: 'computer', readOnly: false, builtIn: false } as const
const mounts = { open: async () => ({ info, backend }) }
const transfers = createTransfers({ mounts, folder: at('data'), runsAll: true, patienceMs: 0 })

async function untilEnded(id: number) {
  while (transfers.get(id).state !== 'ended') await pause(20, signal)
  return { transfer: transfers.get(id), items: transfers.items({ id, order: 'plan', limit: 1000 }).items }
}

const { id } = transfers.start({
  verb: 'copy',
  sources: [{ location: { mount: 'm', path: 'from' }, contents: true }],
  into: { mount: 'm', path: 'into' },
  policy: { skip: 'never', onConflict: 'fail' },
  limits: { jobs: 1, bytesPerSecond: 300_000 },
})
while (transfers.get(id).counts.done < 6) await pause(5, signal)
await chmod(at('into'), 0o555)
transfers.setLimits(id, {})
const first = await untilEnded(id)
await chmod(at('into'), 0o755)
await transfers.retryFailed(id)
const second = await untilEnded(id)
await transfers.close()
await backend.close()

let whole = true
for (let number = 0; number < count; number += 1) {
  whole &&= (await readFile(at(`into/${nameOf(number)}`), 'utf8')) === contentOf(number)
}
process.stdout.write(JSON.stringify({ first, second, whole }))
