import type { StoreApi } from 'zustand/vanilla'
import { type CommandId, commandList } from '../../contract/command-list.ts'
import type { Entry } from '../../contract/entry.ts'
import type { Location } from '../../contract/location.ts'
import type { Clipboard } from '../features/clipboard/clipboard.ts'
import type { Mounts } from '../features/mounts/mounts-store.ts'
import { currentTab, type Pane } from '../features/pane/pane.ts'
import type { Side, Tab } from '../features/pane/pane-state.ts'
import type { PaneElements } from '../features/pane/pane-view.tsx'
import type { PlacesStore } from '../features/places/places-store.ts'
import type { Transfers } from '../features/transfers/transfers-store.ts'
import type { UndoSteps } from '../features/undo/undo-steps.ts'
import type { PreferenceStore } from '../features/settings/preferences.ts'
import { otherSide, type WindowState } from './window-state.ts'
import { localized } from '../strings/locale.ts'

/** The parts of the window that a command can read and change. */
export interface CommandContext {
  readonly panes: Readonly<Record<Side, Pane>>
  readonly elements: Readonly<Record<Side, PaneElements>>
  readonly mounts: Mounts
  readonly preferences: PreferenceStore
  readonly window: StoreApi<WindowState>
  /** The mount that the command applies to, if it is not the mount of the active pane. */
  readonly mountName?: string
  readonly transfers: Transfers
  readonly places: PlacesStore
  readonly undoSteps: UndoSteps
  /** Saves files as browser downloads; on the desktop, in a folder that the user chooses. */
  readonly download: (locations: readonly Location[]) => void
  /** Opens the browser's dialog to choose files or a folder, and copies them into a folder. */
  readonly upload: (into: Location, what: 'files' | 'folder') => void
  readonly clipboard: Clipboard
  /** Copies or cuts the selected entries, or pastes the clipboard into the folder of the active pane. */
  readonly clip: (what: 'copy' | 'cut' | 'paste') => void
  /** Deletes entries without asking. */
  readonly deleteNow: (folder: Location, entries: readonly Entry[], to: 'trash' | 'nowhere') => void
}

/** What a command does, and when it can run. Its title and shortcuts are in the contract's list. */
export interface Command {
  /** Returns a more specific title for the present state, if there is one. */
  readonly titleNow?: (context: CommandContext) => string | undefined
  /** Returns the mount whose capabilities must be known before the command can be evaluated. */
  readonly needs?: (context: CommandContext) => string
  readonly when?: (context: CommandContext) => boolean
  /** Explains why the command cannot run now, when the user tries it anyway. */
  readonly whyNot?: (context: CommandContext) => string
  readonly run: (context: CommandContext) => void
}

export type CommandFamily<Id extends CommandId> = Readonly<Record<Id, Command>>

export function titleOf(id: CommandId): string {
  return localized(commandList[id].title)
}

export function activePane({ panes, window }: CommandContext): Pane {
  return panes[window.getState().activeSide]
}

export function passivePane({ panes, window }: CommandContext): Pane {
  return panes[otherSide(window.getState().activeSide)]
}

export function activeTabOf(context: CommandContext): Tab {
  return currentTab(activePane(context))
}

/** Returns the mount of the folder that the active pane shows. */
export function activeMount(context: CommandContext): string {
  return activeTabOf(context).location.mount
}
