/**
 * Commands for abilities that only some mounts have. A command that cannot run tells which ability or permission is
 * missing.
 */
import type { FacetName } from '../../../contract/capabilities.ts'
import { type Entry, opensAsFolder } from '../../../contract/entry.ts'
import { baseName, formatLocation, type Location } from '../../../contract/location.ts'
import { findMount, mountLabel, whyWithout } from '../../features/mounts/mounts-store.ts'
import { currentTab } from '../../features/pane/pane.ts'
import type { Tab } from '../../features/pane/pane-state.ts'
import { chosenEntries, cursorEntry, locationIn } from '../../features/pane/tab-rows.ts'
import { type FileState, stateOfEntry } from '../../content/read/file-state.ts'
import { text } from '../../strings/text.ts'
import { activeMount, activeTabOf, type CommandContext, type CommandFamily, passivePane } from '../command.ts'
import { isNarrowWindow } from '../window-state.ts'

export const facetCommands: CommandFamily<
  | 'file.properties'
  | 'file.versions'
  | 'file.compare'
  | 'file.keep-versions'
  | 'file.share'
  | 'view.links'
  | 'view.container'
> = {
  'file.properties': {
    needs: activeMount,
    when: (context) => has(context, 'properties') && chosen(context).length > 0,
    whyNot: (context) => (has(context, 'properties') ? text('refused.nothing-chosen') : whyNot(context, 'properties')),
    run: (context) =>
      context.window.setState({
        dialog: { kind: 'properties', folder: activeTabOf(context).location, entries: chosen(context) },
      }),
  },
  'file.versions': {
    run(context) {
      const { entries, locations } = chosenEntries(activeTabOf(context))
      const [entry] = entries
      const [location] = locations
      const kept = entries.length === 1 && entry && location ? { entry, location, isPinned: false } : undefined
      const isOverlaid = isNarrowWindow()
      const inspector = { isOpen: true, isOverlaid, tab: 'versions', kept, isFocusWanted: true } as const
      context.window.setState({ inspector })
    },
  },
  'file.compare': {
    when: (context) => comparedFiles(context) !== undefined,
    whyNot: () => text('compare.needs-two'),
    run(context) {
      const files = comparedFiles(context)
      if (files) context.window.setState({ dialog: { kind: 'compare', ...files } })
    },
  },
  'file.keep-versions': {
    needs: activeMount,
    when: (context) => has(context, 'localPath') && mountOf(context)?.capabilities?.keepsVersions !== true,
    whyNot: (context) =>
      text(has(context, 'localPath') ? 'keep-versions.already' : 'keep-versions.elsewhere', {
        mount: mountLabel(mountOf(context), activeTabOf(context).location.mount),
      }),
    run: (context) => context.window.setState({ dialog: { kind: 'keep-versions', folder: chosenFolder(context) } }),
  },
  'file.share': {
    needs: activeMount,
    when: (context) => has(context, 'links') && chosen(context).length > 0,
    whyNot: (context) => (has(context, 'links') ? text('refused.nothing-chosen') : whyNot(context, 'links')),
    run(context) {
      const { entries, locations } = chosenEntries(activeTabOf(context))
      const items = entries.flatMap((entry, at) => {
        const location = locations[at]
        return location ? [{ location, isFolder: opensAsFolder(entry) }] : []
      })
      context.window.setState({ dialog: { kind: 'share', items } })
    },
  },
  'view.links': { run: ({ window }) => window.setState({ dialog: { kind: 'links' } }) },
  'view.container': {
    needs: activeMount,
    when: (context) => has(context, 'container'),
    whyNot: (context) => whyNot(context, 'container'),
    run: (context) =>
      context.window.setState({ dialog: { kind: 'container', location: activeTabOf(context).location } }),
  },
}

function mountOf(context: CommandContext) {
  return findMount(context.mounts.state.getState(), activeTabOf(context).location.mount)
}

function has(context: CommandContext, facet: FacetName): boolean {
  return mountOf(context)?.capabilities?.facets.includes(facet) ?? false
}

function whyNot(context: CommandContext, facet: 'properties' | 'links' | 'container'): string {
  const mount = mountOf(context)
  return whyWithout(mount?.capabilities, facet, mountLabel(mount, activeTabOf(context).location.mount))
}

/**
 * Returns the file of this pane and the file of the other pane: the one with the same name, or else the one under the
 * cursor.
 */
function comparedFiles(context: CommandContext) {
  const here = activeTabOf(context)
  const there = currentTab(passivePane(context))
  const entries = chosen(context)
  const [entry] = entries
  if (entries.length !== 1 || !entry || opensAsFolder(entry)) return undefined
  const named = there.view.index.find(baseName(entry.name))
  const other = named === undefined ? cursorEntry(there) : there.view.index.entry(named)
  if (!other || opensAsFolder(other)) return undefined
  const [left, right] = [stateIn(here, entry), stateIn(there, other)]
  return formatLocation(left.location) === formatLocation(right.location) ? undefined : { left, right }
}

/** Returns the single selected folder, or else the shown folder. */
function chosenFolder(context: CommandContext): Location {
  const tab = activeTabOf(context)
  const entries = chosen(context)
  const [entry] = entries
  const isOne = entries.length === 1 && entry !== undefined && opensAsFolder(entry)
  return isOne ? locationIn(tab, entry.name) : tab.location
}

function stateIn(tab: Tab, entry: Entry): FileState {
  return stateOfEntry(locationIn(tab, entry.name), entry)
}

function chosen(context: CommandContext) {
  return chosenEntries(activeTabOf(context)).entries
}
