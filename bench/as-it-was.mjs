#!/usr/bin/env node
// Lists a folder of 100,000 files with 300,000 versions as it was at a past moment, with the built app. It prints the
// time to the first and to the last rows, and the peak memory. The store is a shelf with real files and a real index,
// or the S3 gateway of the tests.
// Usage: node bench/as-it-was.mjs [--store shelf|s3] [--files N] [--json]   (s3 needs root on Debian, x86-64)
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { fillBucket } from './support/fill-bucket.mjs'
import { startGateway } from './support/gateway.mjs'
import { importSource } from './support/import-source.mjs'
import { measured } from './support/measured.mjs'

const checkout = resolve(import.meta.dirname, '..')
const { values: options } = parseArgs({
  options: {
    store: { type: 'string', default: 'shelf' },
    files: { type: 'string', default: '100000' },
    json: { type: 'boolean', default: false },
  },
})
const files = Number(options.files)
const folder = mkdtempSync(join(tmpdir(), 'past-')) // The path is short, because the gateway creates sockets in it.
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
for (const name of ['home', 'portolan']) mkdirSync(join(folder, name))
const began = performance.now()
const { config, at, stop } = await (options.store === 's3' ? fillS3() : fillShelf())
const fillS = (performance.now() - began) / 1000
try {
  writeFileSync(join(folder, 'portolan', 'mounts.yaml'), JSON.stringify([{ name: 'bench', ...config }]))
  print({ fillS, ...(await list()) })
} finally {
  await stop?.()
}

/**
 * Creates the present files, and an index with three versions of each. The moment is between the first and the second
 * version.
 */
async function fillShelf() {
  const { openHistory } = await importSource('src/core/backends/shelf/history/open-history.ts')
  const { fileStateIfAny } = await importSource('src/core/backends/shelf/file-state.ts')
  const root = join(folder, 'shelf')
  mkdirSync(join(root, 'many'), { recursive: true })
  mkdirSync(join(root, '.portolan'), { mode: 0o700 })
  for (const name of names()) writeFileSync(join(root, name), 'x')
  const index = openHistory(join(root, '.portolan', 'index.db'))
  const nowMs = Math.floor(Date.now() / 1000) * 1000
  const states = []
  for (const name of names()) states.push([name, await fileStateIfAny(join(root, name))])
  for (let from = 0; from < files; from += 10_000) {
    index.atOnce(() => {
      for (const [n, [name, state]] of states.slice(from, from + 10_000).entries()) {
        for (const age of [3, 2, 1]) {
          const sum = `${String(from + n).padStart(63, '0')}${age}`
          index.note(name, { ...state, sum, madeMs: nowMs - age * 3_600_000 })
        }
      }
    })
  }
  index.close()
  return { config: { type: 'shelf', path: root }, at: new Date(nowMs - 2.5 * 3_600_000) }
}

async function fillS3() {
  const gateway = await startGateway(join(folder, 's3'))
  const bucket = 'bench'
  const { S3 } = await import('@aws-sdk/client-s3')
  const { endpoint, ...credentials } = gateway.keys
  const s3 = new S3({ endpoint, credentials, region: 'us-east-1', forcePathStyle: true })
  await s3.createBucket({ Bucket: bucket })
  await s3.putBucketVersioning({ Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } })
  s3.destroy()
  let moment
  for (let round = 0; round < 3; round += 1) {
    await fillBucket(gateway.keys, bucket, names())
    moment ??= new Date(Math.ceil(Date.now() / 1000) * 1000)
    while (Date.now() < moment.getTime() + 1000) await new Promise((done) => setTimeout(done, 100))
  }
  return { config: { type: 's3', bucket, ...gateway.keys }, at: moment, stop: gateway.stop }
}

function* names() {
  const kinds = ['scan', 'IMG_', 'Report ', 'raw-', 'übersicht-', 'z']
  for (let n = 0; n < files; n += 1) yield `many/${kinds[n % kinds.length]}${n}.${n % 3 ? 'json' : 'pdf'}`
}

/** Times the whole command with its output discarded, and our host's answer over its WebSocket. */
async function list() {
  const env = { ...process.env, HOME: join(folder, 'home'), PORTOLAN_HOME: join(folder, 'portolan') }
  const command = [join(checkout, 'bin', 'portolan'), 'ls', '--json', 'bench:many', '--at', at.toISOString()]
  const { ms: commandMs, peakMiB: commandMiB } = await measured(process.execPath, command, { env })
  const mount = `bench@${at
    .toISOString()
    .replaceAll(/(?<=T.*):/g, '')
    .replace('.000Z', 'Z')}`
  const script = join(checkout, 'bench', 'support', 'list-over-socket.mjs')
  const { stdout, status } = spawnSync(process.execPath, [script, folder, mount, 'many', String(files)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (status !== 0) throw new Error('the host could not be timed')
  const [hostMs, hostFirstMs, startMiB, peakMiB] = stdout.trim().split(' ').map(Number)
  return { commandMs, commandMiB, hostMs, hostFirstMs, startMiB, peakMiB }
}

function print(results) {
  const all = { store: options.store, files, cores: availableParallelism(), node: process.version, ...results }
  if (options.json) return console.log(JSON.stringify(all))
  const count = (number) => number.toLocaleString('en-US')
  console.log(`${all.store}: ${count(files)} files, ${count(3 * files)} versions; ${all.cores} cores, Node ${all.node}`)
  console.log(`first rows       ${all.hostFirstMs.toFixed(0)} ms after the call`)
  console.log(`our host         ${all.hostMs.toFixed(0)} ms to the last row`)
  console.log(`its memory       ${all.startMiB.toFixed(0)} MiB at the start, ${all.peakMiB.toFixed(0)} at the most`)
  console.log(`portolan ls      ${all.commandMs.toFixed(0)} ms, ${all.commandMiB.toFixed(0)} MiB at the most`)
}
