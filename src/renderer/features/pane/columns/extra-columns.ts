import type { Capabilities } from '../../../../contract/capabilities.ts'
import type { SharedFact } from '../../../../contract/entry-page.ts'
import type { SinceThen } from '../../../../contract/entry.ts'
import type { Tab } from '../pane-state.ts'
import { isSearching } from '../tab-rows.ts'
import { text } from '../../../strings/text.ts'

/** Columns other than name, size and time. */
export type ExtraColumn = SharedFact | 'kind' | 'folder'

const onlyKind: readonly ExtraColumn[] = ['kind']

/**
 * Returns the columns for the facts in a mount's listings, the most informative first. A narrow pane shows only the
 * first few.
 */
export function extraColumnsOf(
  capabilities: Capabilities | undefined,
  tab: Pick<Tab, 'showsDeleted' | 'search'>,
): readonly ExtraColumn[] {
  const { showsDeleted, search } = tab
  const told = capabilities?.entryFacts ?? []
  const facts: readonly SharedFact[] = showsDeleted && !told.includes('since') ? ['since', ...told] : told
  const columns: readonly ExtraColumn[] = facts.length === 0 ? onlyKind : [...facts, 'kind']
  return isSearching({ search }) ? ['folder', ...columns] : columns
}

/** Returns the text of a fact, in the terms of its mount. */
export function factLabel(fact: SharedFact, value: string, capabilities: Capabilities | undefined): string {
  if (fact === 'since') return text(`since.${value as SinceThen}`)
  if (fact !== 'storageClass') return value
  return capabilities?.properties?.storageClasses.find(({ id }) => id === value)?.label ?? value
}
