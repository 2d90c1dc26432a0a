import type { SentenceCode } from '../../../contract/sentences/said.ts'
import { createColumn } from './column.ts'

export type NodeKind = 'file' | 'folder' | 'link' | 'special'
const kinds: readonly NodeKind[] = ['folder', 'file', 'link', 'special']

/** Why an entry can’t be read. */
export type EntryProblem = Extract<SentenceCode, `archive.entry-${string}`>

/** The facts of an entry in an archive. */
export interface NodeFacts {
  readonly kind: NodeKind
  readonly sizeBytes: number
  /** Milliseconds since 1970; NaN if unknown. */
  readonly modifiedMs: number
  /** The offset of its header (zip) or of its bytes (tar). */
  readonly at: number
  /** The number of bytes it takes in the archive. */
  readonly packedBytes: number
  readonly crc32?: number
  /** The compression method of a zip entry. */
  readonly method?: number
  readonly target?: string
  /** Why it can't be read. */
  readonly problem?: EntryProblem
}

/** A folder without an entry of its own; the root is one. */
export const unknownFolder: NodeFacts = {
  kind: 'folder',
  sizeBytes: 0,
  modifiedMs: Number.NaN,
  at: 0,
  packedBytes: 0,
}

/** Stores the facts of entries by their number. */
export function createFacts() {
  const wide = () => createColumn(Float64Array)
  const [size, modified, at, packed] = [wide(), wide(), wide(), wide()]
  const [kind, method, crc] = [createColumn(Uint8Array), createColumn(Uint8Array), createColumn(Uint32Array)]
  const targets = new Map<number, string>()
  const problems = new Map<number, EntryProblem>()
  return {
    isFolder: (node: number) => kind.get(node) === 0,
    set(node: number, facts: NodeFacts): void {
      kind.set(node, kinds.indexOf(facts.kind))
      size.set(node, facts.sizeBytes)
      modified.set(node, facts.modifiedMs)
      at.set(node, facts.at)
      packed.set(node, facts.packedBytes)
      crc.set(node, facts.crc32 ?? 0)
      method.set(node, facts.method ?? 0)
      targets.delete(node)
      problems.delete(node)
      if (facts.target !== undefined) targets.set(node, facts.target)
      if (facts.problem !== undefined) problems.set(node, facts.problem)
    },
    get: (node: number): NodeFacts => {
      const [target, problem] = [targets.get(node), problems.get(node)]
      return {
        kind: kinds[kind.get(node)] ?? 'file',
        sizeBytes: size.get(node),
        modifiedMs: modified.get(node),
        at: at.get(node),
        packedBytes: packed.get(node),
        crc32: crc.get(node),
        method: method.get(node),
        ...(target !== undefined && { target }),
        ...(problem !== undefined && { problem }),
      }
    },
    markProblem: (node: number, problem: EntryProblem) => void problems.set(node, problem),
  }
}
