#!/usr/bin/env node
// Kills a two-way sync of two folders at many moments (kill -9), and gives the same command again until there is nothing to do.
// At the end: are both sides equal, is every edit and both of each conflict there, did nothing deleted come back, is nothing left
// that was staged? Usage: node proofs/kill-sync.mjs [--rounds N] [--kills N] [--seed N] (after `npm run build`).
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { createHome, start } from './support/command.mjs'
import { createRandom, seedOf } from './support/random.mjs'

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '6' },
    kills: { type: 'string', default: '5' },
    seed: { type: 'string' },
  },
})
const seed = seedOf(options.seed)
const random = createRandom(seed)
const files = 800
const mostRuns = 4
const nameOf = (each) => `d${each % 10}/f${each}`
const kinds = ['deleted', 'right', 'left', 'conflict', 'same', 'same', 'same']
const kindOf = (each) => kinds[each % kinds.length]

let [good, kills] = [0, 0]
for (let round = 0; round < Number(options.rounds); round++) {
  const top = mkdtempSync(join(tmpdir(), 'proof-sync-'))
  const home = createHome([])
  try {
    const problems = await proveOnce(top, home)
    for (const problem of problems.slice(0, 10)) console.log(`  ${problem}`)
    if (problems.length === 0) good += 1
  } finally {
    home.remove()
    rmSync(top, { recursive: true, force: true })
  }
}
console.log(`seed ${seed}: ${good} of ${options.rounds} rounds lost nothing, ${kills} kills`)
process.exitCode = good === Number(options.rounds) && kills > 0 ? 0 : 1

async function proveOnce(top, home) {
  const [left, right] = [join(top, 'left'), join(top, 'right')]
  const sync = (...more) => start(home, ['sync', left, right, '--mode', 'two-way', '--archive', ...more])
  for (let each = 0; each < 10; each++) mkdirSync(join(left, `d${each}`), { recursive: true })
  for (let each = 0; each < files; each++) writeFileSync(join(left, nameOf(each)), `first ${each}`)
  const first = await sync().ended
  if (first.code !== 0) return [`the first sync ended with ${first.code}: ${first.err}`]
  edit(left, right)
  for (let kill = 0; kill < Number(options.kills); kill++) {
    const { child, ended } = sync('--limit', '20M')
    await Promise.race([ended, sleep(300 + random() * 1200)])
    child.kill('SIGKILL')
    if ((await ended).code === undefined) kills += 1
  }
  for (let run = 0; run < mostRuns; run++) {
    const { code, err, lines } = await sync().ended
    if (code !== 0) return [`a sync ended with ${code}: ${err}`]
    // the end of the plan, and what it took
    if (lines.length === 2) return problemsIn(treeOf(left), treeOf(right))
  }
  return [`there was still something to do after ${mostRuns} runs`]
}

function edit(left, right) {
  for (let each = 0; each < files; each++) {
    const kind = kindOf(each)
    if (kind === 'deleted') rmSync(join(left, nameOf(each)))
    if (kind === 'left' || kind === 'conflict') writeFileSync(join(left, nameOf(each)), `left edit ${each}`)
    if (kind === 'right' || kind === 'conflict') writeFileSync(join(right, nameOf(each)), `and right edit ${each}`)
  }
  for (let each = 0; each < 3; each++)
    writeFileSync(join(left, `large${each}`), Buffer.alloc(14_000_000, `${seed} ${each} `))
}

function treeOf(folder) {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const all = found.map(({ parentPath, name }) => join(parentPath, name))
  const texts = all.map((path) => [path.slice(folder.length + 1), readFileSync(path, 'latin1')])
  return new Map(texts.filter(([path]) => !path.startsWith('.portolan-archive')))
}

function problemsIn(left, right) {
  const problems = []
  for (const path of new Set([...left.keys(), ...right.keys()]))
    if (left.get(path) !== right.get(path)) problems.push(`${path} is not the same on both sides`)
  const texts = new Set(left.values())
  for (let each = 0; each < files; each++) {
    const kind = kindOf(each)
    if (kind === 'deleted' && left.has(nameOf(each))) problems.push(`${nameOf(each)} came back`)
    if ((kind === 'left' || kind === 'conflict') && !texts.has(`left edit ${each}`))
      problems.push(`left edit ${each} is lost`)
    if ((kind === 'right' || kind === 'conflict') && !texts.has(`and right edit ${each}`))
      problems.push(`right edit ${each} is lost`)
  }
  for (const path of left.keys()) if (path.endsWith('.part')) problems.push(`${path} is left`)
  return problems
}
