#!/usr/bin/env node
// Kills a copy at many moments (kill -9), lets it go on, kills it again, and looks whether anything was lost.
// At each kill: is every file that has its final name whole? At the end: are all hashes those of the source, is nothing
// left that was staged, do the counts add up to the plan? Prints how many kills did no harm, for each pair of places.
// Usage: node proofs/kill.mjs [--kills N] [--seed N] [--only local→s3] [--rounds N] [--small N] [--large MIB,MIB,…]
// (after `npm run build`; needs root on Debian, x86-64, and sshd). The same seed kills at the same moments again.
import { parseArgs } from 'node:util'
import { createHome, exit, problemsOfCounts, start } from './support/command.mjs'
import { fill, makePlace, problemsIn } from './support/places.mjs'
import { createRandom, seedOf, spreadOut } from './support/random.mjs'
import { makeTree } from './support/tree.mjs'

const { values: options } = parseArgs({
  options: {
    kills: { type: 'string', default: '100' },
    seed: { type: 'string' },
    only: { type: 'string', multiple: true },
    rounds: { type: 'string', default: 'Infinity' },
    small: { type: 'string', default: '1000' },
    large: { type: 'string', default: '20,24,30' },
    verbose: { type: 'boolean', default: false },
  },
})
const wantedKills = Number(options.kills)
const seed = seedOf(options.seed)
const mostInRound = 3
/** So many of the first kills of a round fall into these first moments: starting, planning. */
const early = { share: 0.15, ms: 600 }
const copy = ['cp', 'from:/', 'into:']
const resume = ['transfers', 'resume', '1']
const pairs = ['local→local', 'local→s3', 's3→azure', 'sftp→local']
const tree = makeTree({ small: Number(options.small), largeMebibytes: options.large.split(',').map(Number), seed: 1 })

console.log(`seed ${seed}: ${tree.facts.size} files, ${(tree.bytes / 1024 ** 2).toFixed(0)} MiB`)
let isAllWell = true
for (const pair of pairs.filter((each) => !options.only || options.only.includes(each))) {
  const began = performance.now()
  const { good, kills, rounds, problems } = await proveByKilling(pair)
  for (const problem of problems) console.log(`  ${problem}`)
  const seconds = ((performance.now() - began) / 1000).toFixed(0)
  console.log(`${pair} ${good}/${kills} (${rounds} copies, ${seconds} s)`)
  if (good < kills || kills === 0) isAllWell = false
}
process.exitCode = isAllWell ? 0 : 1

async function proveByKilling(pair) {
  const random = createRandom(seed + pairs.indexOf(pair))
  const [kindOfSource, kindOfTarget] = pair.split('→')
  const source = await makePlace[kindOfSource]('from')
  const target = await makePlace[kindOfTarget]('into')
  const tally = { good: 0, kills: 0, rounds: 0, problems: [] }
  try {
    await fill(source, tree)
    const { problems, ms } = await copyUndisturbed(source, target)
    if (problems.length > 0) return { ...tally, kills: 1, problems: ['undisturbed:', ...some(problems)] }
    console.log(`  ${pair}: undisturbed ${ms.toFixed(0)} ms`)
    const firsts = spreadOut(wantedKills, random)
    while (tally.kills < wantedKills && tally.rounds < Number(options.rounds)) {
      const rest = Math.min(mostInRound, wantedKills - tally.kills)
      const round = await copyWithKills(source, target, { first: firsts[tally.rounds], rest, ms, random })
      tally.rounds += 1
      tally.kills += round.kills.length
      tally.good += round.kills.filter(({ isGood }) => isGood).length
      const at = round.kills.map((kill) => `${kill.what} ${kill.atMs.toFixed(0)} ms`).join(', ')
      if (options.verbose) console.log(`  round ${tally.rounds}: killed at ${at}`)
      if (round.problems.length > 0) {
        tally.problems.push(`round ${tally.rounds}, killed at ${at}:`, ...some(round.problems))
        if (options.verbose) console.log(some(round.problems).join('\n  '))
      }
    }
    return tally
  } finally {
    await source.stop()
    await target.stop()
  }
}

function some(problems) {
  const shown = problems.slice(0, 6).map((problem) => `  ${problem}`)
  return problems.length > shown.length ? [...shown, `  … and ${problems.length - shown.length} more`] : shown
}

async function copyUndisturbed(source, target) {
  const home = createHome([source.mount, target.mount])
  const told = await start(home, copy).ended
  const problems = await problemsAtEnd(told, target)
  home.remove()
  return { problems, ms: told.ms }
}

async function problemsAtEnd(told, target) {
  const ofExit = told.code === exit.done ? [] : [`it ended with ${told.code}: ${told.err.trim().slice(0, 500)}`]
  const left = await target.leftovers()
  return [
    ...ofExit,
    ...problemsOfCounts(told, tree),
    ...(await problemsIn(target, tree, { isAll: true })),
    ...left.map((path) => `left behind: ${path}`),
  ]
}

/** One copy to its end; a kill that found something wrong, or whose copy ended wrong, is no good one. */
async function copyWithKills(source, target, { first, rest, ms, random }) {
  await target.clear()
  const home = createHome([source.mount, target.mount])
  const kills = []
  const problems = []
  let command = copy
  let left = ms
  let atMs = random() < early.share ? random() * early.ms : first * ms
  let told
  while (!told) {
    const isToKill = kills.length < rest
    const { child, ended } = start(home, command)
    const timer = isToKill ? setTimeout(() => child.kill('SIGKILL'), atMs) : undefined
    const result = await ended
    clearTimeout(timer)
    if (result.code !== undefined) {
      // killed before it was in the queue: there is nothing to resume
      if (command === resume && result.code === exit.notFound) command = copy
      else told = result
      continue
    }
    const found = await problemsIn(target, tree, { isAll: false })
    problems.push(...found.map((problem) => `at the kill after ${atMs.toFixed(0)} ms: ${problem}`))
    kills.push({ what: command[0] === 'cp' ? 'cp' : 'resume', atMs, isGood: found.length === 0 })
    left = Math.max(early.ms, left - atMs + early.ms)
    atMs = random() * left
    command = resume
  }
  const atEnd = await problemsAtEnd(told, target)
  home.remove()
  return {
    kills: kills.map((kill) => ({ ...kill, isGood: kill.isGood && atEnd.length === 0 })),
    problems: [...problems, ...atEnd],
  }
}
