#!/usr/bin/env node
// Copies over lines on which things go wrong: cut, silent, cut short, of a wrong length, with 500 and 503, answered twice.
// What failed is tried again as a person would (`transfers retry`), the last time over a good line. At the end: are all
// hashes those of the source, has each failure a name and a sentence, is nothing left that was staged, do the counts add up?
// Usage: node proofs/faults.mjs [--faults N] [--seed N] [--only local→s3] [--share 0.08] [--small N] [--large MIB,…]
// (after `npm run build`; needs root on Debian, x86-64, and sshd). Folders of this computer have no line: local→local is
// not among the pairs. The same seed chooses the same faults; which request meets them depends on the machine.
import { parseArgs } from 'node:util'
import { createHome, exit, problemsOfCounts, start } from './support/command.mjs'
import { startHttpFaults } from './support/http-faults.mjs'
import { startLineFaults } from './support/line-faults.mjs'
import { fill, leaveOut, makePair, problemsIn } from './support/places.mjs'
import { createRandom, seedOf } from './support/random.mjs'
import { makeTree } from './support/tree.mjs'

const { values: options } = parseArgs({
  options: {
    faults: { type: 'string', default: '1000' },
    seed: { type: 'string' },
    only: { type: 'string', multiple: true },
    share: { type: 'string', default: '0.08' },
    small: { type: 'string', default: '300' },
    large: { type: 'string', default: '20' },
    verbose: { type: 'boolean', default: false },
  },
})
const seed = seedOf(options.seed)
/** How the faults are shared out. */
const pairs = { 'local→s3': 0.4, 's3→azure': 0.4, 'sftp→local': 0.2 }
const chosen = Object.entries(pairs).filter(([pair]) => !options.only || options.only.includes(pair))
const allShares = chosen.reduce((sum, [, share]) => sum + share, 0)
const copy = ['cp', 'from:/', 'into:']
const retry = ['transfers', 'retry', '1']
const mostRetries = 3
const tree = makeTree({ small: Number(options.small), largeMebibytes: options.large.split(',').map(Number), seed: 2 })

console.log(`seed ${seed}: ${tree.facts.size} files, ${(tree.bytes / 1024 ** 2).toFixed(0)} MiB a copy`)
let isAllWell = true
let all = 0
for (const [pair, share] of chosen) {
  const wanted = Math.ceil((Number(options.faults) * share) / allShares)
  const proved = await proveWithFaults(pair, wanted).catch((error) => leaveOut(pair, error))
  if (!proved) continue
  const { faults, copies, good, failures, counts, problems, seconds } = proved
  for (const problem of problems) console.log(`  ${problem}`)
  console.log(`  ${listed(counts)}`)
  console.log(`  items that failed and were tried again: ${listed(failures) || 'none'}`)
  console.log(`${pair} ${good}/${copies} copies lost nothing under ${faults} faults (${seconds} s)`)
  all += faults
  if (good < copies || faults < wanted) isAllWell = false
}
console.log(`${all} faults`)
process.exitCode = isAllWell ? 0 : 1

function listed(counts) {
  return Object.entries(counts)
    .map(([kind, count]) => `${kind} ${count}`)
    .join(', ')
}

async function proveWithFaults(pair, wanted) {
  const began = performance.now()
  const { source, target } = await makePair(pair)
  const lines = []
  const tally = { faults: 0, copies: 0, good: 0, failures: {}, counts: {}, problems: /** @type {string[]} */ ([]) }
  try {
    await fill(source, tree)
    for (const [at, place] of [source, target].entries()) {
      const random = createRandom(seed + at + 10 * Object.keys(pairs).indexOf(pair))
      if (place.through) lines.push([place, await lineTo(place, random)])
    }
    const total = () => lines.reduce((sum, [, { state }]) => sum + state.total, 0)
    while (total() < wanted) {
      const problems = await copyOverBadLines(source, target, lines, tally.failures)
      tally.copies += 1
      if (problems.length === 0) tally.good += 1
      else tally.problems.push(`copy ${tally.copies}:`, ...problems.slice(0, 8).map((problem) => `  ${problem}`))
      if (options.verbose) console.log(`  ${pair}: copy ${tally.copies}, ${total()} faults`, problems.slice(0, 8))
    }
    for (const [, { counts }] of lines) {
      for (const [kind, count] of Object.entries(counts)) tally.counts[kind] = (tally.counts[kind] ?? 0) + count
    }
    return { ...tally, faults: total(), seconds: ((performance.now() - began) / 1000).toFixed(0) }
  } finally {
    for (const [, line] of lines) await line.close()
    await source.stop()
    await target.stop()
  }
}

function lineTo(place, random) {
  if (place.mount.type === 'sftp') return startLineFaults(place.port, { everyBytes: 1024 ** 2, random })
  return startHttpFaults(() => place.port, { share: Number(options.share), random })
}

async function copyOverBadLines(source, target, lines, failures) {
  await target.clear()
  const mountOf = (place) => {
    const line = lines.find(([each]) => each === place)?.[1]
    return line ? place.through(line.port) : place.mount
  }
  const home = createHome([mountOf(source), mountOf(target)])
  const problems = []
  let told = { code: undefined, lines: [], err: '' }
  let command = copy
  for (let tries = 0; ; tries += 1) {
    const isLast = tries > mostRetries
    for (const [, { state }] of lines) state.isOn = !isLast
    told = await start(home, command).ended
    const end = told.lines.find(({ kind }) => kind === 'end')
    const failed = told.lines.filter(({ kind, state }) => kind === 'item' && state === 'failed')
    for (const { failure, from } of failed) {
      if (options.verbose) console.log(`    ${from}: ${failure.kind}, ${failure.message} (${failure.operation})`)
      failures[failure.kind] = (failures[failure.kind] ?? 0) + 1
      problems.push(...problemsOfFailure(failure, from))
    }
    if (end) problems.push(...problemsOfCounts(told, tree, { mayFail: true, isWhole: end.failed === 0 }))
    else problems.push(...problemsOfRefusal(told))
    if (isLast || told.code === exit.done) break
    // before it is in the queue, a command that meets faults is given once more
    if (end) command = retry
  }
  for (const [, { state }] of lines) state.isOn = false
  if (told.code !== exit.done) problems.push(`it ended with ${told.code}: ${told.err.trim().slice(0, 500)}`)
  problems.push(...problemsOfCounts(told, tree), ...(await problemsIn(target, tree, { isAll: true })))
  problems.push(...(await target.leftovers()).map((path) => `left behind: ${path}`))
  home.remove()
  return problems
}

function problemsOfFailure({ kind, message, operation, detail }, what) {
  if (kind === 'internal' || kind === undefined) {
    return [`${what} failed without a name: ${message} (${operation}: ${detail})`]
  }
  return /^[A-Z“].*[.!?]$/s.test(message) ? [] : [`${what} failed without a sentence: ${message}`]
}

/** A command that could not begin says why. */
function problemsOfRefusal({ err, code }) {
  const said = err.split('\n').filter((line) => line.startsWith('{'))
  if (said.length === 0) return [`it ended with ${code} and said nothing of use: ${err.slice(0, 500)}`]
  return said.flatMap((line) => problemsOfFailure(JSON.parse(line).failure ?? {}, 'the command'))
}
