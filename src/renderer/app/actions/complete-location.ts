import { opensAsFolder } from '../../../contract/entry.ts'
import { unpackEntries } from '../../../contract/entry-page.ts'
import { foldText } from '../../../lib/text/fold-text.ts'
import type { WindowModel } from '../compose.ts'
import { isComputerPath, locateTyped } from './go-to-typed.ts'

/**
 * The maximum number of completions. The listing stops when they are found, or when the maximum number of rows was
 * read.
 */
const mostShown = 12
const mostLookedAt = 20_000

/**
 * Returns completions of a partly typed location: names of mounts, then subfolders of the typed folder. The user can
 * continue to type from each. Returns nothing if the folder cannot be read; opening it reports why.
 */
export async function completeLocation(
  model: WindowModel,
  typed: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const { base, begun } = splitTyped(typed)
  if (base === '') return mountsThatBegin(model, begun)
  const wanted = foldText(begun)
  const found: string[] = []
  try {
    const location = await locateTyped(model, base)
    if (typeof location === 'string') return []
    let looked = 0
    for await (const page of model.link.client().listing.list({ location }, { signal })) {
      for (const entry of unpackEntries(page)) {
        if (!opensAsFolder(entry) || !foldText(entry.name).startsWith(wanted)) continue
        if (entry.name.startsWith('.') && !begun.startsWith('.')) continue
        found.push(entry.name)
      }
      looked += page.count
      if (looked >= mostLookedAt) break
    }
  } catch {
    return []
  }
  const order = new Intl.Collator(undefined, { numeric: true })
  return found
    .toSorted(order.compare)
    .slice(0, mostShown)
    .map((name) => `${base}${name}/`)
}

/** Splits a typed location into the folder and the start of a name in it. */
export function splitTyped(typed: string): { readonly base: string; readonly begun: string } {
  const end =
    Math.max(typed.lastIndexOf('/'), typed.lastIndexOf('\\'), typed.includes('/') ? -1 : typed.indexOf(':')) + 1
  if (typed === '~') return { base: '~/', begun: '' }
  return isComputerPath(typed) || end > 0
    ? { base: typed.slice(0, end), begun: typed.slice(end) }
    : { base: '', begun: typed }
}

function mountsThatBegin(model: WindowModel, begun: string): readonly string[] {
  const mounts = model.mounts.state.getState()
  if (mounts.kind !== 'ready') return []
  const wanted = foldText(begun)
  return mounts.mounts
    .filter(({ name, label = name }) => foldText(name).startsWith(wanted) || foldText(label).startsWith(wanted))
    .slice(0, mostShown)
    .map(({ name }) => `${name}:`)
}
