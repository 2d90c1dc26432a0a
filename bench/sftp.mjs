#!/usr/bin/env node
// Moves a large file both ways between here and an OpenSSH server of its own, beside OpenSSH's `sftp` in the same run, and prints the ratio.
// Usage: node bench/sftp.mjs [--megabytes N] [--rounds N] [--json]   (after `npm run build`)
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
    rounds: { type: 'string', default: '3' },
    json: { type: 'boolean', default: false },
  },
})
const bytes = Number(options.megabytes) * 1024 * 1024
const folder = mkdtempSync(join(tmpdir(), 'portolan-bench-'))
const { startSshd } = await importSource('src/core/backends/sftp/sshd.test-support.ts')
const { openSftp } = await importSource('src/core/backends/sftp/index.ts')
const sshd = await startSshd()

try {
  const local = join(folder, 'large')
  makeFile(local)
  const results = { put: [], get: [] }
  for (let round = 0; round <= Number(options.rounds); round += 1) {
    const put = { sftp: sftpPut(local), command: commandPut(local), backend: await backendWrite() }
    const get = { sftp: sftpGet(), command: commandGet(), backend: await backendRead() }
    if (round === 0)
      await checkSame(local) // the first round only warms the caches
    else {
      results.put.push(put)
      results.get.push(get)
    }
  }
  print(results)
} finally {
  await sshd.stop()
  rmSync(folder, { recursive: true, force: true })
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

/** The backend alone, from memory and to nowhere. */
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

function print(results) {
  const rates = Object.fromEntries(
    Object.entries(results).map(([way, rounds]) => {
      const rate = (who) => bytes / 1024 / 1024 / (median(rounds.map((round) => round[who])) / 1000)
      const [sftpRate, command, backend] = ['sftp', 'command', 'backend'].map(rate)
      return [way, { sftp: sftpRate, command, backend, ratioCommandToSftp: command / sftpRate }]
    }),
  )
  const machine = { cores: availableParallelism(), node: process.version, bytes }
  if (options.json) return console.log(JSON.stringify({ machine, ...rates }))
  console.log(
    `${bytes / 1024 / 1024} MiB, ${machine.cores} cores, Node ${machine.node}, median of ${options.rounds}, MiB/s`,
  )
  for (const [way, { sftp: theirs, command, backend, ratioCommandToSftp }] of Object.entries(rates)) {
    const shown = [theirs, command, backend].map((rate) => rate.toFixed(0).padStart(4))
    console.log(
      `${way}  sftp ${shown[0]}  portolan cp ${shown[1]}  backend alone ${shown[2]}  portolan / sftp ${ratioCommandToSftp.toFixed(2)}`,
    )
  }
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
}
