import { scansOf, textsOf } from './read-plan.ts'

/** Does a plan need the column of this name? */
export type WantedColumns = (name: string) => boolean

/**
 * Reads the engine's plan. It names the columns that are given on, and the conditions as text: a column whose name is in such a text counts
 * as needed. All tables of a query are taken together. What it gets wrong is never a wrong answer: the engine meets a hole, and fails.
 */
export function readWantedColumns(planJson: string): WantedColumns {
  const names = new Set<string>()
  const conditions: string[] = []
  for (const node of scansOf(planJson)) {
    for (const name of textsOf(node.extra_info?.['Projections'])) names.add(folded(name))
    conditions.push(...textsOf(node.extra_info?.['Filters']).map(folded))
  }
  const all = [...names]
  return (name) => {
    const own = folded(name)
    if (names.has(own) || all.some((one) => one.startsWith(`${own}.`))) return true
    return conditions.some((text) => text.includes(own))
  }
}

function folded(name: string): string {
  return name.replaceAll('"', '').toLowerCase()
}
