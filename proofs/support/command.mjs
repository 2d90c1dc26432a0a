// The built command line, started as its users start it, with mounts and a queue of its own.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkout } from './import-source.mjs'

const program = join(checkout, 'bin', 'portolan')

export function createHome(mounts) {
  const folder = mkdtempSync(join(tmpdir(), 'proof-home-'))
  writeFileSync(join(folder, 'mounts.yaml'), JSON.stringify(mounts))
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** Starts a command in its own process. `ended` gives its exit code, undefined when it was killed, and what it printed. */
export function start(home, args) {
  const child = spawn(process.execPath, [program, ...args, '--json'], {
    env: { ...process.env, HOME: home.folder, PORTOLAN_HOME: home.folder, NO_PROXY: '*', no_proxy: '*' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const printed = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text) => (printed.out += text))
  child.stderr.setEncoding('utf8').on('data', (text) => (printed.err += text))
  const startedAt = performance.now()
  const ended = once(child, 'close').then(([code]) => ({
    code: code ?? undefined,
    ms: performance.now() - startedAt,
    lines: printed.out.split('\n').flatMap((line) => (line.endsWith('}') ? [JSON.parse(line)] : [])),
    err: printed.err,
  }))
  return { child, ended }
}

export const exit = { done: 0, someFailed: 1, notFound: 4 }

/** What does not add up in what a command that followed a transfer to its end told. */
export function problemsOfCounts({ lines }, tree, { mayFail = false, isWhole = true } = {}) {
  const problems = []
  const end = lines.find(({ kind }) => kind === 'end')
  if (!end) return ['the command told of no end']
  const isDoneFolder = ({ entry, state }) => entry === 'folder' && state === 'done'
  const told = lines.filter(({ kind }) => kind === 'item')
  // folders that are done are counted apart
  const items = told.filter((item) => !isDoneFolder(item))
  const folders = told.length - items.length
  const countedFolders = end.folders.done + end.folders.existing
  if (folders !== countedFolders) problems.push(`${folders} folders are done, not ${countedFolders}`)
  const { total, done, skipped, failed, cancelled, asking } = end
  const states = { done, skipped, failed, cancelled, asking }
  const sum = Object.values(states).reduce((all, count) => all + count, 0)
  if (sum !== total) problems.push(`the counts make ${sum}, not ${total}: ${JSON.stringify(states)}`)
  if (items.length !== total) problems.push(`${items.length} items were told of, not ${total}`)
  for (const [state, count] of Object.entries(states)) {
    const inState = items.filter((item) => item.state === state).length
    if (inState !== count) problems.push(`${inState} items are ${state}, not ${count}`)
  }
  // what could not be looked into is one item that failed
  if (!isWhole) return problems
  const files = items.filter(({ entry }) => entry === 'file')
  if (new Set(files.map(({ to }) => to)).size !== files.length) problems.push('an item is there twice')
  if (files.length !== tree.facts.size) problems.push(`${files.length} files were planned, not ${tree.facts.size}`)
  if (end.bytes.total !== tree.bytes) problems.push(`${end.bytes.total} bytes were planned, not ${tree.bytes}`)
  if (mayFail) return problems
  if (done !== total) problems.push(`not all is done: ${JSON.stringify(states)}`)
  if (end.bytes.settled !== tree.bytes) problems.push(`${end.bytes.settled} bytes are settled, not ${tree.bytes}`)
  return problems
}
