/** What the window remembers between runs: open tabs, sorts, sizes and preferences. Read back as hostile input. */
import { z } from 'zod'
import { locationSchema } from '../../contract/location.ts'
import { defaultDockPx } from '../commands/window-state.ts'
import { sortColumns } from '../features/pane/index/sort-column.ts'
import { defaultPreferences, themes } from '../features/settings/preferences.ts'
import { copyChoiceSchema, firstChoice } from '../features/transfers/dialogs/copy-choice.ts'

const tabSchema = z.object({
  location: locationSchema,
  sort: z.object({ column: z.enum(sortColumns), descending: z.boolean() }).catch({ column: 'name', descending: false }),
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

const layoutSchema = z.object({
  left: paneSchema.catch(noTabs),
  right: paneSchema.catch(noTabs),
  activeSide: z.enum(['left', 'right']).catch('left'),
  leftPercent: percent.catch(50),
  dockPx: z.number().int().min(68).max(2000).catch(defaultDockPx),
  copyChoice: copyChoiceSchema.catch(firstChoice),
  inspector: z
    .object({ isOpen: z.boolean(), tab: z.enum(['facts', 'versions', 'share']) })
    .catch({ isOpen: true, tab: 'facts' }),
  preferences: z
    .object({ theme: z.enum(themes), showHidden: z.boolean(), confirmTrash: z.boolean() })
    .catch(defaultPreferences),
})
export type Layout = z.infer<typeof layoutSchema>
export type PaneLayout = Layout['left']

/** The layout in a settings document; whatever is wrong in it is as if it had not been there. */
export function readLayout(value: unknown): Layout {
  const parsed = layoutSchema.safeParse(value)
  return parsed.success ? parsed.data : layoutSchema.parse({})
}
