/** Opens archives as folders and extracts them. Extracting is a copy from the mount of the archive. */
import { archiveMountOf, isArchiveLike, nameWithoutArchiveEnding } from '../../../contract/archive-mount.ts'
import { baseName, childPath, type Location, parentPath } from '../../../contract/location.ts'
import { canWriteTo, placeName } from '../../features/mounts/mounts-store.ts'
import { isSame, openFolder } from '../../features/pane/navigate.ts'
import { archiveRoot } from '../../features/pane/opens-as.ts'
import { currentTab } from '../../features/pane/pane.ts'
import type { Tab } from '../../features/pane/pane-state.ts'
import { chosenEntries, chosenRows, cursorEntry, locationIn } from '../../features/pane/tab-rows.ts'
import { startTransfer } from '../../features/transfers/transfers-store.ts'
import { text } from '../../strings/text.ts'
import { activePane, activeTabOf, type CommandContext, type CommandFamily, passivePane } from '../command.ts'
import { say } from '../window-state.ts'

export const archiveCommands: CommandFamily<
  'file.browse-archive' | 'file.compress' | 'file.extract-here' | 'file.extract-to'
> = {
  'file.browse-archive': {
    when: (context) => archiveAtCursor(activeTabOf(context)) !== undefined,
    whyNot: () => text('archive.no-archive'),
    run(context) {
      const archive = archiveAtCursor(activeTabOf(context))
      if (archive) openFolder(activePane(context), archiveRoot(archive))
    },
  },
  'file.compress': {
    when: (context) => chosenRows(activeTabOf(context)).length > 0,
    whyNot: () => text('refused.nothing-chosen'),
    run(context) {
      const { locations } = chosenEntries(activeTabOf(context))
      context.window.setState({ dialog: { kind: 'compress', sources: locations, places: storePlaces(context) } })
    },
  },
  'file.extract-here': {
    when: (context) => canExtract(context, folderHere(activeTabOf(context))),
    whyNot: (context) => whyNot(context, folderHere(activeTabOf(context))),
    run: (context) => extract(context, folderHere(activeTabOf(context))),
  },
  'file.extract-to': {
    when: (context) => canExtract(context, currentTab(passivePane(context)).location),
    whyNot: (context) => whyNot(context, currentTab(passivePane(context)).location),
    run: extractTo,
  },
}

/** Returns the selected archives; inside an archive, returns that archive. */
export function chosenArchives(tab: Tab): readonly Location[] {
  const { entries, locations } = chosenEntries(tab)
  const archives = locations.filter((_, at) => entries[at]?.kind === 'file' && isArchiveLike(entries[at].name))
  const around = archiveMountOf(tab.location.mount)
  return archives.length > 0 && archives.length === locations.length ? archives : around ? [around] : []
}

/** Returns the copy that extracts an archive into a folder with its name. */
export function extraction(archive: Location, into: Location) {
  const folder = nameWithoutArchiveEnding(baseName(archive.path))
  return {
    source: { location: archiveRoot(archive), isContents: true },
    into: { mount: into.mount, path: childPath(into.path, folder) },
  }
}

/** Returns the folders where a new file can be stored: the folder of its sources, and the folder of the other pane. */
export function storePlaces(context: CommandContext): readonly Location[] {
  const [here, there] = [folderHere(activeTabOf(context)), currentTab(passivePane(context)).location]
  const writable = (location: Location) => canWriteTo(context.mounts.state.getState(), location.mount)
  return (isSame(here, there) ? [here] : [here, there]).filter(writable)
}

function archiveAtCursor(tab: Tab): Location | undefined {
  const entry = cursorEntry(tab)
  return entry?.kind === 'file' && isArchiveLike(entry.name) ? locationIn(tab, entry.name) : undefined
}

/** Returns the shown folder; inside an archive, the folder that contains the archive. */
function folderHere({ location }: Pick<Tab, 'location'>): Location {
  const around = archiveMountOf(location.mount)
  return around ? folderHere({ location: { mount: around.mount, path: parentPath(around.path) } }) : location
}

function canExtract(context: CommandContext, into: Location): boolean {
  return chosenArchives(activeTabOf(context)).length > 0 && canWriteTo(context.mounts.state.getState(), into.mount)
}

function whyNot(context: CommandContext, into: Location): string {
  if (chosenArchives(activeTabOf(context)).length === 0) return text('archive.no-archive')
  return text('refused.read-only', { mount: placeName(context.mounts.state.getState(), into.mount) })
}

/** Extracts the archives at once. The user is asked about each name conflict. */
function extract(context: CommandContext, folder: Location): void {
  const { window, transfers } = context
  const archives = chosenArchives(activeTabOf(context))
  for (const archive of archives) {
    const { source, into } = extraction(archive, folder)
    void startTransfer(transfers, {
      verb: 'copy',
      sources: [{ location: source.location, contents: true }],
      into,
      policy: { skip: 'never', onConflict: 'ask' },
    })
  }
  const [first] = archives
  const name = baseName(first?.path ?? '')
  say(window, text('archive.extract-started', { count: archives.length, name, folder: nameWithoutArchiveEnding(name) }))
}

/** A single archive opens the copy dialog; several archives are extracted at once. */
function extractTo(context: CommandContext): void {
  const folder = currentTab(passivePane(context)).location
  const [archive, ...more] = chosenArchives(activeTabOf(context))
  if (!archive || more.length > 0) return extract(context, folder)
  const { source, into } = extraction(archive, folder)
  context.window.setState({ dialog: { kind: 'transfer', move: false, sources: [source], into } })
}
