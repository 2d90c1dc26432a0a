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

/** What a command may look at and change. */
export interface CommandContext {
  readonly panes: Readonly<Record<Side, Pane>>
  readonly elements: Readonly<Record<Side, PaneElements>>
  readonly mounts: Mounts
  readonly preferences: PreferenceStore
  readonly window: StoreApi<WindowState>
  /** The mount that is meant, where it is not the one the active pane shows. */
  readonly mountName?: string
  readonly transfers: Transfers
  readonly places: PlacesStore
  readonly undoSteps: UndoSteps
  /** Saves files where the browser saves what it downloads; on the desktop, in a folder that is asked for. */
  readonly download: (locations: readonly Location[]) => void
  /** Asks in the browser's dialog for what to copy into a folder. */
  readonly upload: (into: Location, what: 'files' | 'folder') => void
  readonly clipboard: Clipboard
  /** Puts what is chosen on the clipboard, or pastes into the active pane's folder what is there. */
  readonly clip: (what: 'copy' | 'cut' | 'paste') => void
  /** Deletes without asking. */
  readonly deleteNow: (folder: Location, entries: readonly Entry[], to: 'trash' | 'nowhere') => void
}

/** What a command does, and when it can; its title and keys are in the contract's list. */
export interface Command {
  /** What it would do now, where its title says less. */
  readonly titleNow?: (context: CommandContext) => string | undefined
  /** The mount that must have said what it can do before it is known whether and how this runs. */
  readonly needs?: (context: CommandContext) => string
  readonly when?: (context: CommandContext) => boolean
  /** Why it can't be run now, for someone who tried all the same. */
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

/** Of the folder that the active pane shows. */
export function activeMount(context: CommandContext): string {
  return activeTabOf(context).location.mount
}
