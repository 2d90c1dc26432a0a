/** Commands for what only some mounts can do. One that can't be run says which ability or right is missing. */
import type { FacetName } from '../../contract/capabilities.ts'
import { opensAsFolder } from '../../contract/entry.ts'
import { findMount, mountLabel, whyWithout } from '../features/mounts/mounts-store.ts'
import { chosenEntries } from '../features/pane/tab-rows.ts'
import { text } from '../strings/text.ts'
import { activeTabOf, type CommandContext, type CommandFamily } from './command.ts'
import { narrowWindow } from './window-state.ts'

export const facetCommands: CommandFamily<
  'file.properties' | 'file.versions' | 'file.share' | 'view.deleted' | 'view.links' | 'view.container'
> = {
  'file.properties': {
    when: (context) => has(context, 'properties') && chosen(context).length > 0,
    whyNot: (context) => (has(context, 'properties') ? text('refused.nothing-chosen') : whyNot(context, 'properties')),
    run: (context) =>
      context.window.setState({
        dialog: { kind: 'properties', folder: activeTabOf(context).location, entries: chosen(context) },
      }),
  },
  'file.versions': {
    run: ({ window }) =>
      window.setState({ inspector: { isOpen: true, isOverlaid: matchMedia(narrowWindow).matches, tab: 'versions' } }),
  },
  'file.share': {
    when: (context) => has(context, 'links') && chosen(context).length === 1,
    whyNot: (context) => (has(context, 'links') ? text('refused.choose-one') : whyNot(context, 'links')),
    run(context) {
      const { entries, locations } = chosenEntries(activeTabOf(context))
      const [entry] = entries
      const [location] = locations
      if (!entry || !location) return
      context.window.setState({ dialog: { kind: 'share', location, isFolder: opensAsFolder(entry) } })
    },
  },
  'view.deleted': {
    when: (context) => has(context, 'deleted'),
    whyNot: (context) => whyNot(context, 'deleted'),
    run: (context) => context.window.setState({ dialog: { kind: 'deleted', folder: activeTabOf(context).location } }),
  },
  'view.links': { run: ({ window }) => window.setState({ dialog: { kind: 'links' } }) },
  'view.container': {
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

function whyNot(context: CommandContext, facet: 'properties' | 'links' | 'deleted' | 'container'): string {
  const mount = mountOf(context)
  return whyWithout(mount?.capabilities, facet, mountLabel(mount, activeTabOf(context).location.mount))
}

function chosen(context: CommandContext) {
  return chosenEntries(activeTabOf(context)).entries
}
