#!/usr/bin/env node
// Stores data in a Shelf, and the same with `cp -r` plus `sync` and with restic, alternately, each time on a fresh
// ext4. It prints the time, the disk space used afterwards, and the ratios.
// Usage: node bench/shelf.mjs [--only ROW,…] [--scale 0.1] [--rounds N] [--json]   (after `npm run build`)
// Rows: small (20,000 x 2 KiB) · large (1 GiB) · rewrite (1 % of it, in the middle) · insert (1,000 bytes near the
// beginning of 256 MiB)
// Needs root on Linux, loop devices, and restic (`apt-get install restic`); without restic that side is left out.
import { execFileSync, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  statfsSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { checkSame, makeSmallFiles } from './support/files.mjs'
import { measured } from './support/measured.mjs'

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    scale: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '3' },
    json: { type: 'boolean', default: false },
  },
})
const mebibyte = 1024 ** 2
const scale = Number(options.scale)
const rounds = Number(options.rounds)
const portolan = join(resolve(import.meta.dirname, '..'), 'bin', 'portolan')
const folder = mkdtempSync(join(tmpdir(), 'bench-shelf-'))
const disk = join(folder, 'disk')
let isMounted = false
process.once('exit', () => {
  unmount()
  rmSync(folder, { recursive: true, force: true })
})

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1))

const largeBytes = Math.max(16, Math.round(1024 * scale)) * mebibyte
/** This row measures how much data is stored again, not a rate. */
const insertBytes = Math.max(16, Math.round(256 * scale)) * mebibyte
const smallFiles = Math.max(1, Math.round(20_000 * scale))
const hasRestic = spawnSync('restic', ['version']).status === 0
const small = join(folder, 'small')
const versions = {
  first: join(folder, 'first'),
  rewritten: join(folder, 'rewritten'),
  short: join(folder, 'short'),
  inserted: join(folder, 'inserted'),
}

/** The data that is stored first, if any, and the data whose storing is measured. */
const rows = {
  small: { put: small },
  large: { put: versions.first },
  rewrite: { before: versions.first, put: versions.rewritten },
  insert: { before: versions.short, put: versions.inserted },
}
const sides = { us: shelf, 'cp and sync': cp, ...(hasRestic && { restic }) }

const wanted = options.only?.split(',') ?? Object.keys(rows)
makeSources(wanted)
for (const name of wanted) {
  if (!rows[name]) throw new Error(`there is no row ${name}: ${Object.keys(rows).join(', ')}`)
  print(name, await compare(rows[name]))
}

/** Runs rounds in which the order of the sides alternates. The first round is a warm-up. */
async function compare({ before, put }) {
  const names = Object.keys(sides)
  const taken = Object.fromEntries(names.map((side) => [side, []]))
  for (let round = 0; round <= rounds; round += 1) {
    for (const side of round % 2 ? names : names.toReversed()) {
      mountFresh()
      const { copy, check } = sides[side]()
      if (before) await copy(before)
      const used = usedBytes()
      const result = await copy(put)
      const bytes = usedBytes() - used
      await check?.(put)
      unmount()
      if (round > 0) taken[side].push({ ...result, bytes })
    }
  }
  return Object.fromEntries(
    Object.entries(taken).map(([side, all]) => [
      side,
      {
        ms: median(all.map(({ ms }) => ms)),
        allMs: all.map(({ ms }) => Math.round(ms)),
        cpuMs: median(all.map(({ cpuMs }) => cpuMs)),
        peakMiB: Math.max(...all.map(({ peakMiB }) => peakMiB)),
        bytes: median(all.map(({ bytes }) => bytes)),
      },
    ]),
  )
}

function shelf() {
  const env = { ...process.env, PORTOLAN_HOME: mkdtempSync(join(folder, 'home-')) }
  const at = join(disk, 'shelf')
  writeFileSync(join(env.PORTOLAN_HOME, 'mounts.json'), JSON.stringify([{ name: 'bench', type: 'shelf', path: at }]))
  const run = (...args) => measured(process.execPath, [portolan, ...args], { env })
  return {
    copy: (from) => run('cp', `${from}/`, 'bench:put', '--on-conflict', 'overwrite'),
    async check(from) {
      await checkSame(from, join(at, 'put'))
      await run('shelf', 'verify', 'bench')
    },
  }
}

/** Stores each version in a separate folder, because this is the only way for `cp` to keep versions. */
function cp() {
  let count = 0
  const lasting = 'cp -r "$0" "$1" && sync -f "$1"'
  return { copy: (from) => measured('sh', ['-c', lasting, from, join(disk, `version-${(count += 1)}`)]) }
}

function restic() {
  const env = { ...process.env, RESTIC_PASSWORD: 'bench', RESTIC_CACHE_DIR: join(disk, 'cache') }
  const repository = join(disk, 'repository')
  execFileSync('restic', ['init', '--repo', repository], { env, stdio: 'pipe' })
  return {
    // Restic flushes its pack files while it writes them.
    copy: (from) => measured('restic', ['backup', '--repo', repository, '--quiet', '.'], { env, cwd: from }),
  }
}

function makeSources(names) {
  if (names.includes('small')) makeSmallFiles(small, smallFiles, 2048)
  if (names.every((name) => name === 'small')) return
  for (const path of Object.values(versions)) mkdirSync(path)
  if (names.includes('large') || names.includes('rewrite')) makeRewritten()
  if (names.includes('insert')) makeInserted()
  execFileSync('sync', ['-f', folder])
}

function makeRewritten() {
  const edit = randomBytes(Math.round(largeBytes / 100))
  const first = openSync(join(versions.first, 'large'), 'w')
  const rewritten = openSync(join(versions.rewritten, 'large'), 'w')
  for (let at = 0; at < largeBytes; at += mebibyte) {
    const block = randomBytes(mebibyte)
    writeSync(first, block)
    writeSync(rewritten, block)
  }
  writeSync(rewritten, edit, 0, edit.length, Math.round(largeBytes / 2))
  closeSync(first)
  closeSync(rewritten)
}

function makeInserted() {
  const short = openSync(join(versions.short, 'large'), 'w')
  const inserted = openSync(join(versions.inserted, 'large'), 'w')
  for (let at = 0; at < insertBytes; at += mebibyte) {
    const block = randomBytes(mebibyte)
    writeSync(short, block)
    if (at === 4 * mebibyte) writeSync(inserted, randomBytes(1000))
    writeSync(inserted, block)
  }
  closeSync(short)
  closeSync(inserted)
}

function mountFresh() {
  const image = join(folder, 'image')
  rmSync(image, { force: true })
  execFileSync('truncate', ['-s', '16G', image])
  execFileSync('mkfs.ext4', ['-q', '-F', '-E', 'lazy_itable_init=0,lazy_journal_init=0', image], { stdio: 'pipe' })
  mkdirSync(disk, { recursive: true })
  execFileSync('mount', ['-o', 'loop', image, disk])
  isMounted = true
  execFileSync('sync', ['-f', folder])
  readAll(wanted.includes('small') ? small : undefined)
}

function unmount() {
  if (!isMounted) return
  isMounted = false
  execFileSync('umount', ['-l', disk])
}

/** Reads all sources, so that they are in the page cache for every side. */
function readAll(path) {
  if (path) spawnSync('sh', ['-c', 'cat "$0"/*/* > /dev/null', path])
  const block = Buffer.alloc(mebibyte)
  for (const version of Object.values(versions)) {
    try {
      const file = openSync(join(version, 'large'))
      while (readSync(file, block) > 0);
      closeSync(file)
    } catch {
      // None of the selected rows needs this file.
    }
  }
}

function usedBytes() {
  execFileSync('sync', ['-f', disk])
  const { blocks, bfree, bsize } = statfsSync(disk)
  return (blocks - bfree) * bsize
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
}

function print(row, { us, ...peers }) {
  const bytes = { small: smallFiles * 2048, insert: insertBytes }[row] ?? largeBytes
  if (options.json) {
    const machine = { cores: availableParallelism(), node: process.version }
    return console.log(JSON.stringify({ row, bytes, rounds, ...machine, us, ...peers }))
  }
  const shown = ({ ms, cpuMs, peakMiB, bytes: room }) =>
    `${(ms / 1000).toFixed(2)} s (busy ${(cpuMs / 1000).toFixed(2)} s), ${peakMiB.toFixed(0)} MiB, ` +
    `disk ${(room / mebibyte).toFixed(1)} MiB (${((100 * room) / bytes).toFixed(1)} %)`
  const beside = Object.entries(peers).map(
    ([name, peer]) => `${name} ${shown(peer)}: ratio ${(peer.ms / us.ms).toFixed(2)}`,
  )
  console.log([`${row.padEnd(8)} portolan ${shown(us)}`, ...beside].join('\n         '))
}
