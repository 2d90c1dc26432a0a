/** Two trees in memory that are edited at random, and an executor that applies plans exactly. */
import { createHash } from 'node:crypto'
import type { Difference } from '../../../contract/sync/compare.ts'
import type { Entry } from '../../../contract/entry.ts'
import { packEntries } from '../../../contract/entry-page.ts'
import { StorageError } from '../../../contract/failure.ts'
import { baseName, childPath, parentPath } from '../../../contract/location.ts'
import type { BaseSource } from '../base/base-folder.ts'
import { compareListedFiles } from '../compare/compare-files.ts'
import type { Joined } from '../compare/join-folder.ts'
import type { ListSide, Visit } from '../compare/walk-pair.ts'
import type { ConflictWay, SideName, SyncMode } from '../../../contract/sync/plan.ts'
import type { Agreed, Mark, SyncAction } from '../actions.ts'
import { isChanged } from './decide-pair.ts'
import { planSync, type PlanItem } from './plan-sync.ts'
import type { SyncLimits } from './guards.ts'
import { stepsOf } from './steps.ts'

const { signal } = new AbortController()

/** Mulberry32: small, and with the same results on every system. */
export function createRandom(seed: number) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    below: (limit: number) => Math.floor(next() * limit),
    chance: (share: number) => next() < share,
    pick: <T>(of: readonly T[]): T => of[Math.floor(next() * of.length)] as T,
  }
}
export type Random = ReturnType<typeof createRandom>

interface Node {
  readonly kind: 'file' | 'folder'
  readonly text: string
  readonly modifiedMs: number
}
export type ModelTree = Map<string, Node>

export interface Model {
  readonly sides: Readonly<Record<SideName, ModelTree>>
  readonly base: Map<string, Agreed>
  /** The text of each agreed file. */
  readonly agreedTexts: Map<string, string>
  /** Tells whether listings contain checksums. */
  readonly withSums: boolean
  clockMs: number
}

export function createModel(withSums: boolean): Model {
  return {
    sides: { left: new Map(), right: new Map() },
    base: new Map(),
    agreedTexts: new Map(),
    withSums,
    clockMs: 1_000_000,
  }
}

const names = ['a', 'b', 'c', 'd']

export function editAtRandom(model: Model, side: SideName, random: Random): void {
  const tree = model.sides[side]
  const paths = [...tree.keys()]
  const isFolder = (path: string) => path === '' || tree.get(path)?.kind === 'folder'
  const folders = ['', ...paths.filter(isFolder)]
  const some = paths.length > 0 ? random.pick(paths) : undefined
  const free = () => childPath(random.pick(folders.filter((each) => isFolder(each))), random.pick(names))
  model.clockMs += 10
  const text = `${side} ${model.clockMs}`
  const write = (path: string) => tree.set(path, { kind: 'file', text, modifiedMs: model.clockMs })
  const choice = random.below(8)
  const to = free()
  if (choice <= 1 && !tree.has(to)) write(to)
  else if (choice === 2 && !tree.has(to)) tree.set(to, { kind: 'folder', text: '', modifiedMs: model.clockMs })
  else if (some === undefined) return
  else if (choice === 3 && !isFolder(some)) write(some)
  else if (choice === 4) removeAll(tree, some)
  else if (choice === 5 && !tree.has(to) && !to.startsWith(`${some}/`)) moveAll(tree, some, to)
  else if (choice === 6) {
    // A file becomes a folder, or a folder becomes a file.
    const wasFolder = isFolder(some)
    removeAll(tree, some)
    if (wasFolder) write(some)
    else {
      tree.set(some, { kind: 'folder', text: '', modifiedMs: model.clockMs })
      if (random.chance(0.7)) write(childPath(some, random.pick(names)))
    }
  }
}

function below(tree: ReadonlyMap<string, unknown>, path: string): string[] {
  return [...tree.keys()].filter((each) => each === path || each.startsWith(`${path}/`))
}
function removeAll(tree: Map<string, unknown>, path: string): void {
  for (const each of below(tree, path)) tree.delete(each)
}
function moveAll(tree: ModelTree, from: string, to: string): void {
  for (const each of below(tree, from)) {
    const node = tree.get(each)
    tree.delete(each)
    if (node) tree.set(to + each.slice(from.length), node)
  }
}

function entryOf(path: string, { kind, text, modifiedMs }: Node, withSums: boolean): Entry {
  const name = baseName(path)
  if (kind === 'folder') return { name, kind }
  return { name, kind, sizeBytes: text.length, modifiedMs, ...(withSums && { sums: { md5: md5(text) } }) }
}
function md5(text: string): string {
  return createHash('md5').update(text).digest('hex')
}
function markOf(path: string, node: Node, withSums: boolean): Mark {
  const { name: _, ...mark } = entryOf(path, node, withSums)
  return mark
}

/** `unreadable` is a folder that can't be listed. */
export function listModel(tree: ModelTree, withSums: boolean, unreadable?: string): ListSide {
  return async function* list(path) {
    if (path === unreadable) throw new StorageError({ kind: 'denied', message: 'shut', operation: 'test' })
    const children = [...tree].filter(([each]) => each !== '' && parentPath(each) === path)
    if (children.length > 0) yield packEntries(children.map(([each, node]) => entryOf(each, node, withSums)))
  }
}

function baseOf(base: ReadonlyMap<string, Agreed>): BaseSource {
  return {
    isEmpty: () => base.size === 0,
    folder: (path) =>
      [...base]
        .filter(([each]) => parentPath(each) === path)
        .map(([each, agreed]) => ({ name: baseName(each), agreed })),
  }
}

const rules = { precisionMs: 1, isSetLeft: true, isSetRight: true }

function judge(joined: Joined, { folders: { left, right } }: Pick<Visit<unknown>, 'folders'>): Difference {
  if (joined.left === undefined) return 'right-only'
  if (joined.right === undefined) return 'left-only'
  const [ours, theirs] = [left.entryOf(joined.left), right.entryOf(joined.right)]
  if (ours.kind !== theirs.kind) return 'kind-differs'
  if (ours.kind === 'folder') return 'same'
  const nan = Number.NaN
  return compareListedFiles(
    {
      sizes: [ours.sizeBytes ?? nan, theirs.sizeBytes ?? nan],
      times: [ours.modifiedMs ?? nan, theirs.modifiedMs ?? nan],
      sums: [ours.sums ?? {}, theirs.sums ?? {}],
    },
    rules,
  )
}

export interface PlanWish extends SyncLimits {
  readonly mode: SyncMode
  readonly onConflict?: ConflictWay
  readonly unreadable?: { readonly side: SideName; readonly path: string }
}

export async function planModel({ sides, base, withSums }: Model, wish: PlanWish) {
  const { mode, onConflict = 'keep-both', unreadable, ...limits } = wish
  const shut = (side: SideName) => (unreadable?.side === side ? unreadable.path : undefined)
  const list = {
    left: listModel(sides.left, withSums, shut('left')),
    right: listModel(sides.right, withSums, shut('right')),
  }
  const actions: SyncAction[] = []
  let end: Extract<PlanItem, { kind: 'end' }> | undefined
  const options = { mode, onConflict, precisionMs: { left: 1, right: 1 }, judge: { judge }, signal, ...limits }
  for await (const item of planSync(list, baseOf(base), options)) {
    if (item.kind === 'actions') actions.push(...item.actions)
    else if (item.kind === 'end') end = item
  }
  if (!end) throw new Error('the plan has no end')
  return { actions, ...end }
}

/** Does exactly what the action says. Fails if that would lose data or is impossible. */
export function applyAction(model: Model, action: SyncAction): void {
  switch (action.do) {
    case 'copy':
      copy(model, action)
      return agree(model, action.path)
    case 'hand-over':
      copy(model, { ...action, to: 'right' })
      remove(model, 'left', action.from)
      return
    case 'make-folder': {
      const tree = model.sides[action.to]
      const there = tree.get(action.path)
      if (there?.kind === 'file') throw new Error(`a file is in the way of the folder ${action.path}`)
      makeParents(model, action.to, childPath(action.path, 'x'))
      return agree(model, action.path)
    }
    case 'move': {
      const tree = model.sides[action.on]
      const node = tree.get(action.from)
      if (!node || tree.has(action.path)) throw new Error(`can’t move ${action.from} to ${action.path}`)
      makeParents(model, action.on, action.path)
      tree.delete(action.from)
      tree.set(action.path, node)
      forget(model, action.from)
      return agree(model, action.path)
    }
    case 'delete': {
      const seen = action.seen[action.on]
      if (seen && isChanged(present(model, action.on, action.path), seen, 1)) throw new Error('it changed')
      remove(model, action.on, action.path)
      return forget(model, action.path)
    }
    case 'agree':
      return agree(model, action.path)
    case 'forget':
      return forget(model, action.path)
    case 'both':
      for (const { step } of stepsOf(action)) applyAction(model, step)
      return
    case 'keep':
    case 'ask':
  }
}

function present({ sides, withSums }: Model, side: SideName, path: string): Mark {
  const node = sides[side].get(path)
  if (!node) throw new Error(`nothing is at ${path} on the ${side}`)
  return markOf(path, node, withSums)
}

function copy(
  model: Model,
  { to, from, path, over }: { to: SideName; from: string; path: string; over: boolean },
): void {
  const source = model.sides[to === 'left' ? 'right' : 'left'].get(from)
  const target = model.sides[to].get(path)
  if (source?.kind !== 'file') throw new Error(`${from} is no file to copy`)
  if (over ? target?.kind !== 'file' : target) throw new Error(`${path} is ${target ? '' : 'not '}there`)
  makeParents(model, to, path)
  model.sides[to].set(path, source)
}

function makeParents(model: Model, side: SideName, path: string): void {
  const folder = parentPath(path)
  if (folder === '') return
  makeParents(model, side, folder)
  const there = model.sides[side].get(folder)
  if (there?.kind === 'file') throw new Error(`${folder} is a file`)
  if (!there) model.sides[side].set(folder, { kind: 'folder', text: '', modifiedMs: model.clockMs })
}

function remove({ sides }: Model, side: SideName, path: string): void {
  const inside = below(sides[side], path)
  if (inside.length !== 1) throw new Error(`${path} is ${inside.length === 0 ? 'not there' : 'not empty'}`)
  sides[side].delete(path)
}

/** Records the agreement only if both sides really hold the same. */
function agree(model: Model, path: string): void {
  const [left, right] = [model.sides.left.get(path), model.sides.right.get(path)]
  if (!left || !right || left.kind !== right.kind || left.text !== right.text) return
  if (left.kind === 'file') forget(model, path)
  model.base.set(path, { left: markOf(path, left, model.withSums), right: markOf(path, right, model.withSums) })
  if (left.kind === 'file') model.agreedTexts.set(path, left.text)
}

function forget({ base, agreedTexts }: Model, path: string): void {
  removeAll(base, path)
  removeAll(agreedTexts, path)
}

export function textsOf(tree: ModelTree): string[] {
  return [...tree.values()].filter(({ kind }) => kind === 'file').map(({ text }) => text)
}

/** Returns paths and contents for comparison. */
export function shown(tree: ModelTree): Record<string, string> {
  const lines = [...tree].map(([path, { kind, text }]) => [kind === 'folder' ? `${path}/` : path, text] as const)
  return Object.fromEntries(lines.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
