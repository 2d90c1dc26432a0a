/** What the window remembers between runs: open tabs, sorts and sizes. Read back as hostile input. */
import { z } from 'zod'
import { locationSchema } from '../../contract/location.ts'
import { defaultDockPx } from '../commands/window-state.ts'
import { type ColumnChoice, columnIds, standardChoice } from '../features/pane/columns/columns.ts'
import { sortColumns } from '../features/pane/index/sort-column.ts'
import { isSettingKey, standardSettings, whyNot } from '../../contract/settings/settings.ts'
import type { PreferenceChanges } from '../features/settings/preferences.ts'
import { copyChoiceSchema, firstChoice } from '../features/transfers/dialogs/copy-choice.ts'

/** Results that were kept are searched again; a search that was only looked at is not. */
const searchSchema = z
  .object({ query: z.string().min(1).max(2000), inContents: z.boolean(), isKept: z.boolean() })
  .nullable()
  .catch(null)

const tabSchema = z.object({
  location: locationSchema,
  sort: z.object({ column: z.enum(sortColumns), descending: z.boolean() }).catch({ column: 'name', descending: false }),
  search: searchSchema,
})
const mostTabs = 50
const tabsSchema = z
  .array(z.unknown())
  .transform((tabs) =>
    tabs.flatMap((tab) => {
      const parsed = tabSchema.safeParse(tab)
      return parsed.success ? [parsed.data] : []
    }),
  )
  .transform((tabs) => tabs.slice(0, mostTabs))

const paneSchema = z.object({ tabs: tabsSchema, active: z.number().int().nonnegative().catch(0) })
const noTabs = { tabs: [], active: 0 }
const percent = z.number().min(5).max(95)

const columnSchema = z.enum(columnIds)
const columnsSchema: z.ZodType<ColumnChoice> = z.object({
  hidden: z.array(columnSchema).max(20),
  widths: z.partialRecord(columnSchema, z.number().min(1).max(100)),
  order: z.array(columnSchema).max(20),
})

const layoutSchema = z.object({
  left: paneSchema.catch(noTabs),
  right: paneSchema.catch(noTabs),
  activeSide: z.enum(['left', 'right']).catch('left'),
  leftPercent: percent.catch(50),
  columns: columnsSchema.catch(standardChoice),
  isOnePane: z.boolean().catch(false),
  isSidebarOpen: z.boolean().catch(true),
  dockPx: z.number().int().min(68).max(2000).catch(defaultDockPx),
  copyChoice: copyChoiceSchema.catch(firstChoice),
  inspector: z
    .object({ isOpen: z.boolean(), tab: z.enum(['facts', 'versions', 'share']) })
    .catch({ isOpen: true, tab: 'facts' }),
})
export type Layout = z.infer<typeof layoutSchema>
export type PaneLayout = Layout['left']

/** The layout in a settings document; whatever is wrong in it is as if it had not been there. */
export function readLayout(value: unknown): Layout {
  const parsed = layoutSchema.safeParse(value)
  return parsed.success ? parsed.data : layoutSchema.parse({})
}

const withPreferences = z.object({ preferences: z.record(z.string(), z.unknown()) })

/** What was preferred, in a layout of the time before the settings file, where it is not the standard. */
export function oldPreferences(value: unknown): PreferenceChanges {
  const parsed = withPreferences.safeParse(value)
  if (!parsed.success) return {}
  const kept = Object.entries(parsed.data.preferences).filter(
    ([key, each]) => isSettingKey(key) && whyNot(key, each) === undefined && each !== standardSettings[key],
  )
  return Object.fromEntries(kept)
}
