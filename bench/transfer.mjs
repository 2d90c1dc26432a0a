#!/usr/bin/env node
// Copies with Portolan and with the other program on the same servers, alternately in one run. It prints both times,
// the CPU time of each, the ratio and both peak memories.
// Usage: node bench/transfer.mjs [--only ROW,…] [--scale 0.1] [--rounds N] [--jobs N] [--json]   (after `npm run
// build`)
// Rows: small-up small-down large-up large-down check · sftp-up sftp-down · local-small local-large
// Needs rclone and, for S3, root on Debian, x86-64. Nothing is deleted on this computer between rounds, because ext4
// creates files many times more slowly just after deletions.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { checkSame, makeLargeFile, makeSmallFiles } from './support/files.mjs'
import { fillBucket } from './support/fill-bucket.mjs'
import { rcloneEnvironment, startGateway } from './support/gateway.mjs'
import { importSource } from './support/import-source.mjs'
import { measured } from './support/measured.mjs'

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    scale: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '3' },
    jobs: { type: 'string', default: '16' },
    json: { type: 'boolean', default: false },
  },
})
const mebibyte = 1024 ** 2
const scale = Number(options.scale)
const jobs = options.jobs
const portolan = join(resolve(import.meta.dirname, '..'), 'bin', 'portolan')
const folder = mkdtempSync(join(tmpdir(), 'bench-')) // The path is short, because servers create sockets in it.
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
const home = join(folder, 'home')
mkdirSync(home)
const help = spawnSync(process.execPath, [portolan, 'cp', '--help'], { encoding: 'utf8' }).stdout
const jobFlags = help.includes('--jobs') ? ['--jobs', jobs] : []
const scaled = (count) => Math.max(1, Math.round(count * scale))

const sources = {
  small: lazily((at) => makeSmallFiles(at, scaled(10_000), 4096)),
  tiny: lazily((at) => makeSmallFiles(at, scaled(20_000), 2048)),
  large: lazily((at) => makeLargeFile(at, scaled(1024) * mebibyte)),
  larger: lazily((at) => makeLargeFile(at, scaled(2048) * mebibyte)),
  half: lazily((at) => makeLargeFile(at, scaled(512) * mebibyte)),
}
const servers = []
const gateway = once(async () => {
  const started = await startGateway(join(folder, 's3'))
  servers.push(started)
  await fillBucket(started.keys, 'bench', [])
  writeMounts({ name: 'bench', type: 's3', bucket: 'bench', ...started.keys })
  return { ...started, env: rcloneEnvironment(started.keys, home) }
})
const sshd = once(async () => {
  const { startSshd } = await importSource('src/core/backends/sftp/testing/sshd.ts')
  const started = await startSshd()
  servers.push(started)
  const { host = '127.0.0.1', port, user, privateKey } = started.config(started.files)
  const hostKey = started.hostKeys
  writeMounts({ name: 'sftp', type: 'sftp', host, port, user, privateKey, hostKey, path: started.files })
  return started
})
const mounts = []
const ours = { ...process.env, PORTOLAN_HOME: join(folder, 'portolan') }

/** Each row prepares the data for both sides, and returns how each side runs a round and how the result is checked. */
const rows = {
  'small-up': () => up('small'),
  'small-down': () => down('small'),
  'large-up': () => up('large'),
  'large-down': () => down('large'),
  check: secondRun,
  'sftp-up': () => sftp('up'),
  'sftp-down': () => sftp('down'),
  'local-small': () => local('tiny'),
  'local-large': () => local('larger'),
}

const wanted = options.only?.split(',') ?? Object.keys(rows)
try {
  for (const name of wanted) {
    if (!rows[name]) throw new Error(`there is no row ${name}: ${Object.keys(rows).join(', ')}`)
    const sides = await rows[name]()
    if (sides.why) console.log(`${name}: ${sides.why}`)
    else print(name, await compare(sides))
  }
} finally {
  for (const server of servers) await server.stop()
}

/** Runs rounds in which the order of the sides alternates. The first round is a warm-up. */
async function compare(sides) {
  const taken = Object.fromEntries(Object.keys(sides).map((side) => [side, []]))
  const names = Object.keys(sides)
  for (let round = 0; round <= Number(options.rounds); round += 1) {
    for (const side of round % 2 ? names : names.toReversed()) {
      const { run, check } = sides[side](`${side}-${round}`)
      const result = await run()
      await check()
      if (round > 0) taken[side].push(result)
    }
  }
  return Object.fromEntries(
    Object.entries(taken).map(([side, all]) => [
      side,
      {
        ms: median(all.map(({ ms }) => ms)),
        cpuMs: median(all.map(({ cpuMs }) => cpuMs)),
        peakMiB: Math.max(...all.map(({ peakMiB }) => peakMiB)),
      },
    ]),
  )
}

async function up(source) {
  const from = sources[source]()
  const { env } = await gateway()
  const target = (name) => `bench:bench/${source}-${name}`
  const check = (name) => async () => {
    await measured('rclone', ['check', '--download', '--checkers', jobs, from, target(name)], { env })
    await measured('rclone', ['purge', target(name)], { env })
  }
  return {
    us: (name) => ({ run: () => cp(`${from}/`, `bench:${source}-${name}`), check: check(name) }),
    rclone: (name) => ({ run: () => rclone(env, 'copy', from, target(name)), check: check(name) }),
  }
}

async function down(source) {
  const from = sources[source]()
  const { env } = await gateway()
  await rclone(env, 'copy', from, `bench:bench/down-${source}`)
  const target = (name) => join(folder, `down-${source}-${name}`)
  const check = (name) => () => checkSame(from, target(name))
  return {
    us: (name) => ({ run: () => cp(`bench:down-${source}/`, made(target(name))), check: check(name) }),
    rclone: (name) => ({
      run: () => rclone(env, 'copy', `bench:bench/down-${source}`, target(name)),
      check: check(name),
    }),
  }
}

/** The target already has the same files, so nothing may be sent. */
async function secondRun() {
  if (!help.includes('--skip')) return { why: 'this build knows no --skip yet' }
  const from = sources.small()
  const { env } = await gateway()
  await cp(`${from}/`, 'bench:again')
  const check = () => measured('rclone', ['check', from, 'bench:bench/again'], { env })
  return {
    us: () => ({ run: () => cp(`${from}/`, 'bench:again', '--skip', 'hash'), check }),
    rclone: () => ({ run: () => rclone(env, 'check', from, 'bench:bench/again'), check }),
  }
}

async function sftp(way) {
  const from = sources.half()
  const { files, clientArguments } = await sshd()
  mkdirSync(join(files, 'there'), { recursive: true })
  if (way === 'down') await cp(join(from, 'large'), 'sftp:there/large', '--on-conflict', 'overwrite')
  const there = (name) => made(join(files, way, name))
  const here = (name) => made(join(folder, 'sftp-down', name))
  const target = (name) => (way === 'up' ? there(name) : here(name))
  const lines = (name) =>
    way === 'up'
      ? `put ${join(from, 'large')} ${join(target(name), 'large')}\n`
      : `get ${join(files, 'there', 'large')} ${join(target(name), 'large')}\n`
  const check = (name) => () => checkSame(from, target(name))
  return {
    us: (name) => ({
      run: () =>
        way === 'up'
          ? cp(join(from, 'large'), `sftp:${target(name).slice(files.length + 1)}/large`)
          : cp('sftp:there/large', join(target(name), 'large')),
      check: check(name),
    }),
    sftp: (name) => ({
      run: () => measured('sftp', [...clientArguments, '-b', '-', '127.0.0.1'], { input: lines(name) }),
      check: check(name),
    }),
  }
}

/** `cp` leaves the bytes in memory; the third side flushes them to disk, like Portolan. */
function local(source) {
  const from = sources[source]()
  const target = (name) => join(folder, `local-${source}-${name}`)
  const check = (name) => () => checkSame(from, target(name))
  const lasting = 'cp -r "$0" "$1" && sync -f "$1"'
  return {
    us: (name) => ({ run: () => cp(`${from}/`, made(target(name))), check: check(name) }),
    cp: (name) => ({ run: () => measured('cp', ['-r', from, target(name)]), check: check(name) }),
    'cp and sync': (name) => ({
      run: () => measured('sh', ['-c', lasting, from, target(name)]),
      check: check(name),
    }),
  }
}

function cp(...args) {
  return measured(process.execPath, [portolan, 'cp', ...args, ...jobFlags], { env: ours })
}
function rclone(env, verb, from, to) {
  const flags = verb === 'check' ? ['--checkers', jobs] : ['--transfers', jobs, '--s3-no-check-bucket']
  return measured('rclone', [verb, ...flags, from, to], { env })
}

function writeMounts(mount) {
  mounts.push(mount)
  mkdirSync(ours.PORTOLAN_HOME, { recursive: true })
  writeFileSync(join(ours.PORTOLAN_HOME, 'mounts.json'), JSON.stringify(mounts))
}
function made(path) {
  mkdirSync(path, { recursive: true })
  return path
}
function lazily(make) {
  let path
  return () => {
    if (path === undefined) make((path = join(folder, `from-${Math.random().toString(36).slice(2)}`)))
    return path
  }
}
function once(work) {
  let done
  return () => (done ??= work())
}
function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
}

function print(row, sides) {
  const { us, ...peers } = sides
  if (options.json) {
    const machine = { cores: availableParallelism(), node: process.version }
    return console.log(JSON.stringify({ row, scale, jobs, ...machine, ...sides }))
  }
  const shown = ({ ms, cpuMs, peakMiB }) =>
    `${(ms / 1000).toFixed(2)} s (busy ${(cpuMs / 1000).toFixed(2)} s), ${peakMiB.toFixed(0)} MiB`
  const beside = Object.entries(peers).map(
    ([name, peer]) => `${name} ${shown(peer)}: ratio ${(peer.ms / us.ms).toFixed(2)}`,
  )
  console.log(`${row.padEnd(12)} portolan ${shown(us)} · ${beside.join(' · ')}`)
}
