import { scansOf, textsOf } from './read-plan.ts'

/** Tells whether a plan needs the column of this name. */
export type WantedColumns = (name: string) => boolean

/**
 * Reads the needed columns from the engine's plan. The plan names the output columns, and has the conditions as text. A
 * column whose name appears in such a text counts as needed. All tables of a query are treated together. An error here
 * never leads to a wrong answer: the engine meets a hole and fails.
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
