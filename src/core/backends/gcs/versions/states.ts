/**
 * The versions of objects, as the service lists them: each is a generation, and one that is no longer live contains the
 * time of its end.
 */
import { createNameReader } from '../../object-store/read/names-in-pages.ts'
import { persist } from '../../object-store/persist.ts'
import type { KeyAt, StateOfKey } from '../../object-store/read/moments.ts'
import type { Scope } from '../connect/scope.ts'
import { mayPass } from '../failures/failures.ts'
import { factsOf, type SaidObject, sumsOf } from '../read/facts.ts'
import { listPage } from '../read/look-up.ts'

export interface StatePage {
  readonly rows: readonly SaidObject[]
  readonly folders: readonly string[]
  readonly isLast: boolean
}

export interface Where {
  readonly container: string
  readonly prefix: string
  readonly isFlat: boolean
  readonly most?: number
}

/** Sorted by name. The generations of one name are adjacent, and may continue on the next page. */
export async function* statePages(
  { client }: Pick<Scope, 'client'>,
  { container, prefix, ...wanted }: Where,
  signal: AbortSignal,
): AsyncGenerator<StatePage> {
  let token: string | undefined
  do {
    const from = token
    const send = () => listPage(client, container, prefix, { ...wanted, token: from, withPast: true, signal })
    // the retry is done here, because only this code knows the position in the listing
    const page = await (from === undefined ? send() : persist({ signal, isWorthIt: mayPass }, send))
    token = page.nextPageToken
    yield { rows: page.items ?? [], folders: page.prefixes ?? [], isLast: token === undefined }
  } while (token !== undefined)
}

/** Returns all generations of one name, newest first. */
export async function statesOf(
  scope: Pick<Scope, 'client'>,
  bucket: string,
  key: string,
  signal: AbortSignal,
): Promise<readonly SaidObject[]> {
  const states: SaidObject[] = []
  for await (const { rows } of statePages(scope, { container: bucket, prefix: key, isFlat: true }, signal)) {
    states.push(...rows.filter(({ name }) => name === key))
    if (rows.some(({ name }) => name !== key)) break // longer names follow after it
  }
  return states.toSorted(newestFirst)
}

export function isLive({ timeDeleted }: SaidObject): boolean {
  return timeDeleted === undefined
}

function newestFirst(a: SaidObject, b: SaidObject): number {
  return Number(b.generation) - Number(a.generation)
}

/**
 * Returns a function that converts the pages of one listing, in order, into names whose generations are complete,
 * newest first.
 */
export function createStateReader(): (page: StatePage) => readonly (readonly [string, readonly SaidObject[]])[] {
  const read = createNameReader<SaidObject>()
  return (page) => read(page).map(([name, states]) => [name, states.toSorted(newestFirst)] as const)
}

export function createStatesAt(atMs: number): (page: StatePage) => readonly KeyAt[] {
  const read = createStateReader()
  return (page) => read(page).map(([key, states]) => keyAt(key, states, atMs))
}

function keyAt(key: string, states: readonly SaidObject[], atMs: number): KeyAt {
  const now = states.find(isLive)
  const before = states.find((state) => wasThere(state, atMs))
  return { key, ...(before && { before: stateOf(before) }), ...(now && { now: stateOf(now) }) }
}

function wasThere({ timeCreated = '', timeDeleted }: SaidObject, atMs: number): boolean {
  return Date.parse(timeCreated) <= atMs && (timeDeleted === undefined || Date.parse(timeDeleted) > atMs)
}

function stateOf(said: SaidObject): StateOfKey {
  return { version: said.generation ?? '', ...factsOf(said), sums: sumsOf(said) }
}
