#!/usr/bin/env node
// Syncs with Portolan, rclone sync and rclone bisync, alternately in one run, and prints seconds and ratios. It syncs
// 100,000 files from folder to folder on this computer, with nothing changed and with 1 % changed. It also makes a
// first sync of 10,000 files of 4 KiB to the S3 gateway of the tests.
// Usage: node bench/sync.mjs [--files N] [--small N] [--rounds N] [--only unchanged|changed|first] [--json]
// (needs rclone; for `first` root on Debian, x86-64)
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { checkSame, makeSmallFiles } from './support/files.mjs'
import { fillBucket } from './support/fill-bucket.mjs'
import { rcloneEnvironment, startGateway } from './support/gateway.mjs'

const checkout = resolve(import.meta.dirname, '..')
const { values: options } = parseArgs({
  options: {
    files: { type: 'string', default: '100000' },
    small: { type: 'string', default: '10000' },
    rounds: { type: 'string', default: '5' },
    only: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
})
const [files, small, rounds] = [options.files, options.small, options.rounds].map(Number)
const folder = mkdtempSync(join(tmpdir(), 'bench-')) // The path is short, because the gateway creates sockets in it.
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
const [home, portolanHome] = [join(folder, 'home'), join(folder, 'portolan')]
for (const each of [home, portolanHome]) mkdirSync(each)
const wanted = (part) => options.only === undefined || options.only === part

const results = {}
if (wanted('unchanged') || wanted('changed')) await localRounds()
if (wanted('first')) await firstRounds()
print()

/** All programs share the left side; each has its own right side with the same content. */
async function localRounds() {
  const left = join(folder, 'left')
  makeSmallFiles(left, files, 64)
  const right = (name) => join(folder, `right-${name}`)
  const portolan = (mode) => (name) => portolanSync(left, right(name), mode)
  const programs = {
    'rclone sync': (name) => run('rclone', ['sync', left, right(name)]),
    'portolan mirror': portolan('mirror'),
    'rclone bisync': (name) => run('rclone', [...bisync, left, right(name)]),
    'portolan two-way': portolan('two-way'),
  }
  const bisync = ['bisync', '--workdir', join(folder, 'bisync')]
  for (const [name, sync] of Object.entries(programs)) {
    if (name === 'rclone bisync') {
      mkdirSync(right(name))
      run('rclone', [...bisync, '--resync', left, right(name)])
    } else sync(name)
    sync(name) // A warm-up, in which each program can also store its state.
  }
  if (wanted('unchanged')) results.unchanged = inTurn(programs, () => {})
  if (wanted('changed')) results.changed = inTurn(programs, (round) => change(left, round))
  for (const name of Object.keys(programs)) await checkSame(left, right(name))
}

/** Changes every hundredth file, with other files in each round. */
function change(left, round) {
  for (let n = round; n < files; n += 100) {
    const path = join(left, `folder-${Math.floor(n / 1000)}`, `file-${n}`)
    writeFileSync(path, `round ${round} of ${n}`)
  }
}

async function firstRounds() {
  const left = join(folder, 'small')
  makeSmallFiles(left, small, 4096)
  const gateway = await startGateway(join(folder, 's3'))
  try {
    await fillBucket(gateway.keys, 'bench', [])
    writeFileSync(
      join(portolanHome, 'mounts.yaml'),
      JSON.stringify([{ name: 'bench', type: 's3', bucket: 'bench', ...gateway.keys }]),
    )
    delete process.env.AWS_CA_BUNDLE // rclone’s S3 backend fails with this variable.
    Object.assign(process.env, rcloneEnvironment(gateway.keys, home))
    let times = 0
    const fresh = () => `run-${(times += 1)}`
    results.first = inTurn(
      {
        'rclone sync': () => run('rclone', ['sync', '--transfers', '32', left, `bench:bench/${fresh()}`]),
        'portolan mirror': () => portolanSync(left, `bench:${fresh()}`, 'mirror'),
        'portolan two-way': () => portolanSync(left, `bench:${fresh()}`, 'two-way'),
      },
      () => {},
    )
  } finally {
    await gateway.stop()
  }
}

/** Runs the programs alternately; the first round is a warm-up. */
function inTurn(programs, before) {
  const taken = Object.fromEntries(Object.keys(programs).map((name) => [name, []]))
  for (let round = 0; round <= rounds; round += 1) {
    before(round)
    for (const [name, sync] of Object.entries(programs)) {
      const ms = sync(name)
      if (round > 0) taken[name].push(ms)
    }
  }
  return Object.fromEntries(Object.entries(taken).map(([name, all]) => [name, median(all)]))
}

function portolanSync(left, right, mode) {
  return run(process.execPath, [join(checkout, 'bin', 'portolan'), 'sync', left, right, '--mode', mode])
}

function run(command, args) {
  const env = { ...process.env, HOME: home, PORTOLAN_HOME: portolanHome }
  const began = process.hrtime.bigint()
  const { status, stderr } = spawnSync(command, args, { stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8', env })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${stderr}`)
  return Number(process.hrtime.bigint() - began) / 1e6
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
}

function print() {
  const facts = {
    files,
    small,
    rounds,
    cores: availableParallelism(),
    node: process.version,
    load: loadavg()[0],
    ...results,
  }
  if (options.json) return console.log(JSON.stringify(facts))
  console.log(`medians of ${rounds} rounds; ${facts.cores} cores, Node ${facts.node}, load ${facts.load.toFixed(1)}`)
  const titles = {
    unchanged: `${files.toLocaleString('en-US')} files, nothing changed`,
    changed: `${files.toLocaleString('en-US')} files, 1 % changed`,
    first: `first run of ${small.toLocaleString('en-US')} files of 4 KiB to S3`,
  }
  for (const [part, times] of Object.entries(results)) {
    console.log(titles[part])
    for (const [name, ms] of Object.entries(times)) {
      const peer = name === 'portolan two-way' ? (times['rclone bisync'] ?? times['rclone sync']) : times['rclone sync']
      const ratio = name.startsWith('portolan')
        ? `: ${(peer / ms).toFixed(2)} of ${name === 'portolan two-way' && times['rclone bisync'] ? 'rclone bisync' : 'rclone sync'}`
        : ''
      console.log(`  ${name.padEnd(17)} ${(ms / 1000).toFixed(2)} s${ratio}`)
    }
  }
}
