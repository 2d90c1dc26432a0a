/** The contents of an archive as a tree. A million entries take about a hundred megabytes. */
import { said } from '../../../contract/sentences/said.ts'
import { archiveFailure } from '../failures.ts'
import { createColumn } from './column.ts'
import { createNameIndex } from './name-index.ts'
import { createFacts, type NodeFacts, unknownFolder, type EntryProblem } from './node-facts.ts'

export interface EntryTable {
  /** Returns the number of entries and folders. Node 0 is the root. */
  readonly count: () => number
  /** Adds an entry with its parent folders, and returns its node. For a name that is taken, see `repeated`. */
  readonly add: (path: readonly string[], facts: NodeFacts) => number
  readonly find: (path: readonly string[]) => number | undefined
  /** Iterates the nodes of a folder in the order of the archive; 0 means none. */
  readonly firstIn: (folder: number) => number
  readonly nextOf: (node: number) => number
  readonly name: (node: number) => string
  readonly facts: (node: number) => NodeFacts
  readonly markProblem: (node: number, problem: EntryProblem) => void
}

const mostNodes = 5_000_000
const mostNameBytes = 1024 ** 3

/** `repeated`: a later entry of the same name replaces the first one, as in tar, or gets a number after its name. */
export function createEntryTable({ repeated }: { readonly repeated: 'replaces' | 'numbered' }): EntryTable {
  const names = createNameIndex()
  const facts = createFacts()
  facts.set(0, unknownFolder)
  const [next, first, last] = [createColumn(Int32Array), createColumn(Int32Array), createColumn(Int32Array)]
  const numbers = new Map<number, number>()

  function append(folder: number, name: string, of: NodeFacts): number {
    if (names.count() >= mostNodes || names.nameBytes() >= mostNameBytes) {
      throw archiveFailure('too-large', said('archive.too-many-entries'))
    }
    const node = names.add(folder, name)
    facts.set(node, of)
    if (first.get(folder) === 0) first.set(folder, node)
    else next.set(last.get(folder), node)
    last.set(folder, node)
    return node
  }
  /** Returns a name in a folder that is free, or whose existing entry `fits`. */
  function numbered(folder: number, name: string, fits: (node: number) => boolean): string {
    const taken = names.find(folder, name)
    if (taken === 0 || fits(taken)) return name
    for (let number = numbers.get(taken) ?? 2; ; number += 1) {
      const other = withNumber(name, number)
      const node = names.find(folder, other)
      if (node !== 0 && !fits(node)) continue
      numbers.set(taken, number)
      return other
    }
  }
  function folderOf(path: readonly string[]): number {
    let folder = 0
    for (const name of path) {
      const own = numbered(folder, name, facts.isFolder)
      folder = names.find(folder, own) || append(folder, own, unknownFolder)
    }
    return folder
  }

  return {
    count: names.count,
    add(path, of) {
      const folder = folderOf(path.slice(0, -1))
      const isSameThing = (node: number) =>
        of.kind === 'folder' ? facts.isFolder(node) : repeated === 'replaces' && !facts.isFolder(node)
      const own = numbered(folder, path.at(-1) ?? '', isSameThing)
      const known = names.find(folder, own)
      if (known === 0) return append(folder, own, of)
      facts.set(known, of)
      return known
    },
    find(path) {
      let node = 0
      for (const name of path) {
        node = facts.isFolder(node) ? names.find(node, name) : 0
        if (node === 0) return undefined
      }
      return node
    },
    firstIn: first.get,
    nextOf: next.get,
    name: names.nameOf,
    facts: facts.get,
    markProblem: facts.markProblem,
  }
}

function withNumber(name: string, number: number): string {
  const dot = name.lastIndexOf('.')
  return dot > 0 ? `${name.slice(0, dot)} (${number})${name.slice(dot)}` : `${name} (${number})`
}
