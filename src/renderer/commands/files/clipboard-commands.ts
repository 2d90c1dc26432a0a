/** Commands of the clipboard, for duplicates and for new files. */
import { parentPath, type Location } from '../../../contract/location.ts'
import { canWriteTo, placeName } from '../../features/mounts/mounts-store.ts'
import { chosenEntries, chosenRows } from '../../features/pane/tab-rows.ts'
import { startTransfer } from '../../features/transfers/transfers-store.ts'
import { text } from '../../strings/text.ts'
import { activeTabOf, type CommandContext, type CommandFamily } from '../command.ts'

export const clipboardCommands: CommandFamily<
  'file.clip-copy' | 'file.clip-cut' | 'file.paste' | 'file.duplicate' | 'file.new-file'
> = {
  'file.clip-copy': {
    when: hasChosen,
    whyNot: () => text('refused.nothing-chosen'),
    run: ({ clip }) => clip('copy'),
  },
  'file.clip-cut': {
    when: (context) => hasChosen(context) && canWriteHere(context),
    whyNot: whyNotChanged,
    run: ({ clip }) => clip('cut'),
  },
  'file.paste': {
    when: canWriteHere,
    whyNot: readOnlyText,
    run: ({ clip }) => clip('paste'),
  },
  'file.duplicate': {
    when: (context) => hasChosen(context) && canWriteHere(context),
    whyNot: whyNotChanged,
    run: (context) => duplicate(context),
  },
  'file.new-file': {
    when: canWriteHere,
    whyNot: readOnlyText,
    run: (context) =>
      context.window.setState(({ activeSide }) => ({
        dialog: { kind: 'new-file', side: activeSide, into: activeTabOf(context).location },
      })),
  },
}

/** Copies each entry into its own folder under a free name. Search results may be in several folders. */
function duplicate(context: CommandContext): void {
  const byFolder = new Map<string, Location[]>()
  for (const location of chosenEntries(activeTabOf(context)).locations) {
    const path = parentPath(location.path)
    byFolder.set(path, [...(byFolder.get(path) ?? []), location])
  }
  const policy = { skip: 'never', onConflict: 'keep-both' } as const
  for (const [path, locations] of byFolder) {
    const into = { mount: activeTabOf(context).location.mount, path }
    const sources = locations.map((location) => ({ location }))
    void startTransfer(context.transfers, { verb: 'copy', sources, into, policy })
  }
}

function hasChosen(context: CommandContext): boolean {
  return chosenRows(activeTabOf(context)).length > 0
}

function canWriteHere(context: CommandContext): boolean {
  return canWriteTo(context.mounts.state.getState(), activeTabOf(context).location.mount)
}

function whyNotChanged(context: CommandContext): string {
  return canWriteHere(context) ? text('refused.nothing-chosen') : readOnlyText(context)
}

function readOnlyText(context: CommandContext): string {
  const { mount } = activeTabOf(context).location
  return text('refused.read-only', { mount: placeName(context.mounts.state.getState(), mount) })
}
