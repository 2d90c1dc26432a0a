#!/usr/bin/env node
// Copies a large file and many small ones in both directions between this computer and its own OpenSSH server.
// OpenSSH's `sftp` does the same in the same run (for the small files, rclone too). It prints the ratios; above one,
// ours is faster.
// Usage: node bench/sftp.mjs [--only large|small] [--megabytes N] [--files N] [--rounds N] [--no-rclone] [--json]
// (after `npm run build`)
import { spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { appendFileSync, createReadStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { importSource } from './support/import-source.mjs'

const checkout = resolve(import.meta.dirname, '..')
const { values: options } = parseArgs({
  options: {
    megabytes: { type: 'string', default: '512' },
    files: { type: 'string', default: '10000' },
    rounds: { type: 'string', default: '3' },
    only: { type: 'string' },
    'no-rclone': { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
})
const bytes = Number(options.megabytes) * 1024 * 1024
const folder = mkdtempSync(join(tmpdir(), 'portolan-bench-'))
const { startSshd } = await importSource('src/core/backends/sftp/testing/sshd.ts')
const { openSftp } = await importSource('src/core/backends/sftp/index.ts')
const sshd = await startSshd({ isQuick: false })

try {
  const results = {}
  if (options.only !== 'small') results.large = await largeFile()
  if (options.only !== 'large') results.small = smallFiles()
  print(results)
} finally {
  await sshd.stop()
  rmSync(folder, { recursive: true, force: true })
}

async function largeFile() {
  const local = join(folder, 'large')
  makeFile(local)
  const results = { put: [], get: [] }
  for (let round = 0; round <= Number(options.rounds); round += 1) {
    const put = { sftp: sftpPut(local), command: commandPut(local), backend: await backendWrite() }
    const get = { sftp: sftpGet(), command: commandGet(), backend: await backendRead() }
    if (round === 0)
      await checkSame(local) // The first round only warms the caches.
    else {
      results.put.push(put)
      results.get.push(get)
    }
  }
  return results
}

/** Copies a tree of files of 4 KiB, each time into a new folder. Nothing is deleted in between. */
function smallFiles() {
  const many = join(folder, 'many')
  mkdirSync(many)
  for (let number = 0; number < Number(options.files); number += 1) {
    const part = join(many, `part ${Math.floor(number / 500)}`)
    if (number % 500 === 0) mkdirSync(part)
    writeFileSync(join(part, `file ${number}`), randomBytes(4096))
  }
  const results = { put: [], get: [] }
  const runs = (way, round) =>
    way === 'put'
      ? {
          sftp: () => sftp(`put -r "${many}" "${join(sshd.files, `s${round}`)}"`),
          command: () => portolan('cp', `${many}/`, `bench:p${round}`),
          rclone: () => rclone('copy', many, `R:${join(sshd.files, `r${round}`)}`),
        }
      : {
          sftp: () => sftp(`get -r "${join(sshd.files, `p${round}`)}" "${join(folder, `s${round}`)}"`),
          command: () => portolan('cp', `bench:p${round}/`, join(folder, `p${round}`)),
          rclone: () => rclone('copy', `R:${join(sshd.files, `p${round}`)}`, join(folder, `r${round}`)),
        }
  for (let round = 1; round <= Number(options.rounds); round += 1) {
    for (const way of ['put', 'get']) {
      const times = Object.entries(runs(way, round)).map(([who, run]) => [who, run()])
      results[way].push(Object.fromEntries(times))
    }
    for (const copy of [join(sshd.files, `p${round}`), join(folder, `p${round}`)]) {
      const { status } = spawnSync('diff', ['-r', many, copy], { stdio: 'inherit' })
      if (status !== 0) throw new Error('a copy is not what was sent')
    }
  }
  return results
}

function rclone(...args) {
  if (options['no-rclone']) return undefined
  const { user, port } = sshd.config('')
  const env = {
    ...process.env,
    RCLONE_CONFIG: join(folder, 'none'),
    RCLONE_CONFIG_R_TYPE: 'sftp',
    RCLONE_CONFIG_R_HOST: '127.0.0.1',
    RCLONE_CONFIG_R_PORT: String(port),
    RCLONE_CONFIG_R_USER: user,
    RCLONE_CONFIG_R_KEY_FILE: join(sshd.base, 'user-key'),
    RCLONE_CONFIG_R_KNOWN_HOSTS_FILE: join(sshd.base, 'known_hosts'),
  }
  return time('rclone', args, { env })
}

function makeFile(path) {
  const block = randomBytes(8 * 1024 * 1024)
  writeFileSync(path, '')
  for (let at = 0; at < bytes; at += block.length) appendFileSync(path, block.subarray(0, bytes - at))
}

function sftp(line) {
  return time('sftp', [...sshd.clientArguments, '-b', '-', '127.0.0.1'], { input: `${line}\n` })
}
function sftpPut(local) {
  return sftp(`put ${local} ${join(sshd.files, 'by-sftp')}`)
}
function sftpGet() {
  return sftp(`get ${join(sshd.files, 'by-sftp')} ${join(folder, 'got-by-sftp')}`)
}

function portolan(...args) {
  const home = join(folder, 'portolan')
  mkdirSync(home, { recursive: true })
  const { privateKey, user } = sshd.config('')
  const mount = {
    name: 'bench',
    type: 'sftp',
    host: '127.0.0.1',
    port: sshd.port,
    user,
    path: sshd.files,
    privateKey,
    hostKey: sshd.hostKeys,
  }
  writeFileSync(join(home, 'mounts.json'), JSON.stringify([mount]))
  const command = [join(checkout, 'bin', 'portolan'), ...args]
  return time(process.execPath, command, { env: { ...process.env, PORTOLAN_HOME: home } })
}
function commandPut(local) {
  return portolan('cp', local, 'bench:by-portolan', '--on-conflict', 'overwrite')
}
function commandGet() {
  return portolan('cp', 'bench:by-portolan', join(folder, 'got-by-portolan'), '--on-conflict', 'overwrite')
}

/** Measures only the backend, with data from memory, and discards what it reads. */
async function backendWrite() {
  return withBackend(async (backend, signal) => {
    const block = randomBytes(1024 * 1024)
    let rest = bytes
    const body = new ReadableStream(
      {
        pull(controller) {
          if (rest === 0) return controller.close()
          const chunk = block.subarray(0, rest)
          rest -= chunk.length
          controller.enqueue(chunk)
        },
      },
      { highWaterMark: 0 },
    )
    await backend.write('by-backend', body, { ifExists: 'replace', signal })
  })
}
async function backendRead() {
  return withBackend(async (backend, signal) => {
    let count = 0
    for await (const chunk of await backend.read('by-backend', { signal })) count += chunk.length
    if (count !== bytes) throw new Error(`${count} bytes came instead of ${bytes}`)
  })
}
async function withBackend(work) {
  const { signal } = new AbortController()
  const backend = await openSftp(sshd.config(sshd.files), sshd.options, signal)
  const started = performance.now()
  await work(backend, signal)
  const took = performance.now() - started
  await backend.close()
  return took
}

function time(command, args, extra) {
  const started = performance.now()
  const { status } = spawnSync(command, args, { stdio: ['pipe', 'ignore', 'inherit'], ...extra })
  if (status !== 0) throw new Error(`${command} failed`)
  return performance.now() - started
}

async function checkSame(local) {
  const places = [
    local,
    ...['by-sftp', 'by-portolan'].map((name) => join(sshd.files, name)),
    ...['got-by-sftp', 'got-by-portolan'].map((name) => join(folder, name)),
  ]
  const hashes = new Set()
  for (const place of places) {
    const hash = createHash('md5')
    for await (const chunk of createReadStream(place, { highWaterMark: 1024 * 1024 })) hash.update(chunk)
    hashes.add(hash.digest('hex'))
  }
  if (hashes.size !== 1) throw new Error('a copy is not what was sent')
}

function print({ large, small }) {
  const machine = { cores: availableParallelism(), node: process.version }
  const told = { machine, ...(large && { large: summary(large) }), ...(small && { small: summary(small) }) }
  if (options.json) return console.log(JSON.stringify(told))
  console.log(`${machine.cores} cores, Node ${machine.node}, medians of ${options.rounds}, seconds`)
  for (const [what, ways] of [
    [`${options.megabytes} MiB`, told.large],
    [`${options.files} x 4 KiB`, told.small],
  ]) {
    for (const [way, { seconds, ratios }] of Object.entries(ways ?? {})) {
      const shown = Object.entries(seconds).map(([who, took]) => `${who} ${took.toFixed(2)}`)
      const beside = Object.entries(ratios).map(([who, ratio]) => `beside ${who} ${ratio.toFixed(2)}`)
      console.log(`${way} ${what}: ${[...shown, ...beside].join('  ')}`)
    }
  }
}

/** `command` is `portolan cp`. `backend` is only our backend, without files on this side. */
function summary(results) {
  return Object.fromEntries(
    Object.entries(results).map(([way, rounds]) => {
      const whole = Object.keys(rounds[0]).filter((who) => rounds[0][who] !== undefined)
      const seconds = Object.fromEntries(whole.map((who) => [who, median(rounds.map((round) => round[who])) / 1000]))
      const peers = whole.filter((who) => who === 'sftp' || who === 'rclone')
      return [way, { seconds, ratios: Object.fromEntries(peers.map((who) => [who, seconds[who] / seconds.command])) }]
    }),
  )
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
}
