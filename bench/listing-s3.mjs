#!/usr/bin/env node
// Lists a prefix of 100,000 objects on the S3 gateway of the tests with Portolan and with rclone, alternately in one
// run, and prints the rates.
// Usage: node bench/listing-s3.mjs [--objects N] [--rounds N] [--json]   (needs root on Debian, x86-64, and rclone)
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { fillBucket } from './support/fill-bucket.mjs'
import { rcloneEnvironment, startGateway } from './support/gateway.mjs'

const checkout = resolve(import.meta.dirname, '..')
const { values: options } = parseArgs({
  options: {
    objects: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '5' },
    json: { type: 'boolean', default: false },
  },
})
const objects = Number(options.objects)
const bucket = 'bench'
const folder = mkdtempSync(join(tmpdir(), 'bench-')) // The path is short, because the gateway creates sockets in it.
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
mkdirSync(join(folder, 'home'))
const gateway = await startGateway(join(folder, 's3'))
try {
  const began = performance.now()
  await fillBucket(gateway.keys, bucket, names())
  const fillS = (performance.now() - began) / 1000
  mkdirSync(join(folder, 'portolan'))
  const mount = { name: 'bench', type: 's3', bucket, ...gateway.keys }
  writeFileSync(join(folder, 'portolan', 'mounts.yaml'), JSON.stringify([mount]))
  print({ fillS, ...compare() })
} finally {
  await gateway.stop()
}

function* names() {
  const kinds = ['scan', 'IMG_', 'Report ', 'raw-', 'übersicht-', 'z']
  for (let n = 0; n < objects; n += 1) yield `many/${kinds[n % kinds.length]}${n}.${n % 3 ? 'json' : 'pdf'}`
}

/**
 * Times whole commands with their output discarded, and our host's answer over its WebSocket. The first round is a
 * warm-up.
 */
function compare() {
  const programs = {
    rcloneLsf: () => time('rclone', ['lsf', `bench:${bucket}/many`]),
    // Uses the time that the service reports. By default, rclone requests the stored time of each object.
    rcloneLsjson: () => time('rclone', ['lsjson', '--use-server-modtime', '--no-mimetype', `bench:${bucket}/many`]),
    command: () => time(process.execPath, [join(checkout, 'bin', 'portolan'), 'ls', '--json', 'bench:many']),
  }
  const taken = { rcloneLsf: [], rcloneLsjson: [], command: [], host: [], hostFirst: [] }
  for (let round = 0; round <= Number(options.rounds); round += 1) {
    const measured = Object.fromEntries(Object.entries(programs).map(([name, run]) => [name, run()]))
    const [host, hostFirst] = timeHost()
    if (round === 0) continue
    for (const [name, ms] of Object.entries({ ...measured, host, hostFirst })) taken[name].push(ms)
  }
  return Object.fromEntries(Object.entries(taken).map(([name, all]) => [`${name}Ms`, median(all)]))
}

function time(command, args) {
  const began = process.hrtime.bigint()
  const { status } = spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'], env: environment() })
  if (status !== 0) throw new Error(`${command} ended with ${status}`)
  return Number(process.hrtime.bigint() - began) / 1e6
}

/** Times a host that has listed the folder once: to the end, and to the first page. */
function timeHost() {
  const script = join(checkout, 'bench', 'support', 'list-over-socket.mjs')
  const args = [script, folder, 'bench', 'many', String(objects)]
  const { stdout, status } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (status !== 0) throw new Error('the host could not be timed')
  return stdout.trim().split(' ').map(Number)
}

function environment() {
  return { ...rcloneEnvironment(gateway.keys, join(folder, 'home')), PORTOLAN_HOME: join(folder, 'portolan') }
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
}

function print(results) {
  const all = { objects, cores: availableParallelism(), node: process.version, ...results }
  if (options.json) return console.log(JSON.stringify(all))
  const rate = (ms) => `${ms.toFixed(0)} ms, ${Math.round(objects / (ms / 1000)).toLocaleString('en-US')} a second`
  console.log(
    `${objects.toLocaleString('en-US')} objects, filled in ${all.fillS.toFixed(0)} s; ${all.cores} cores, Node ${all.node}`,
  )
  console.log(`rclone lsf       ${rate(all.rcloneLsfMs)}`)
  console.log(`rclone lsjson    ${rate(all.rcloneLsjsonMs)}`)
  const best = Math.min(all.rcloneLsfMs, all.rcloneLsjsonMs)
  const beside = (ms) => `${rate(ms)}: ${(best / ms).toFixed(2)} of rclone’s better rate`
  console.log(`portolan ls      ${beside(all.commandMs)}`)
  console.log(`our host         ${beside(all.hostMs)}`)
  console.log(`first rows       ${all.hostFirstMs.toFixed(0)} ms after the call`)
}
