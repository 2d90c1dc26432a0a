import { commandIds } from '../../../../contract/command-list.ts'
import {
  baseName,
  formatLocation,
  type Location,
  parentPath,
  pathSegments,
  splitLocation,
} from '../../../../contract/location.ts'
import { foldText } from '../../../../lib/text/fold-text.ts'
import { canRun, runCommand, titleNow } from '../../../commands/catalogue.ts'
import { keymapOf } from '../../../../contract/settings/keymap.ts'
import { activePane, passivePane } from '../../../commands/command.ts'
import { keyLabel } from '../../../commands/keys.ts'
import { findMount, mountColor } from '../../../features/mounts/mounts-store.ts'
import { openFolder } from '../../../features/pane/navigate.ts'
import { seenNames } from '../../../features/pane/seen-names.ts'
import { type PaletteItem, wordsOf } from '../../../features/palette/rank.ts'
import { text } from '../../../strings/text.ts'
import type { WindowModel } from '../../compose.ts'
import { goToTyped, isComputerPath, placeLabel } from '../../actions/go-to-typed.ts'

/** Further items of the palette, from parts of the window that this module does not know. */
export interface PaletteSources {
  readonly pinned?: readonly Location[]
  readonly settings?: readonly PaletteItem[]
}

/**
 * Returns the items that the palette offers before the user types: places, the commands that can run now, and settings.
 */
export function paletteItems(model: WindowModel, sources: PaletteSources = {}): readonly PaletteItem[] {
  const mounts = model.mounts.state.getState()
  const places = new Map<string, PaletteItem>()
  function add(location: Location, note: string) {
    const key = formatLocation(location)
    if (!places.has(key)) places.set(key, placeItem(model, location, note))
  }
  const tabs = Object.values(model.panes).flatMap((pane) => pane.state.getState().tabs)
  for (const location of sources.pinned ?? []) add(location, text('palette.pinned'))
  if (mounts.kind === 'ready')
    for (const { name } of mounts.mounts) add({ mount: name, path: '' }, text('palette.mount'))
  for (const tab of tabs) add(tab.location, text('palette.open-tab'))
  if (model.preferences.getState().rememberPlaces) {
    for (const tab of tabs) {
      for (const { mount, path } of tab.back.toReversed()) add({ mount, path }, text('palette.recent'))
    }
    for (const location of model.places.state.getState().recent) add(location, text('palette.recent'))
  }
  const keymap = keymapOf(model.preferences.getState())
  const commands = commandIds
    .filter((id) => id !== 'go.palette' && canRun(model, id))
    .map((id) => ({
      id,
      kind: 'command' as const,
      title: titleNow(model, id),
      note: keymap.keysOf(id).slice(0, 1).map(keyLabel).join(''),
      run: () => void runCommand(model, id),
    }))
  return [...places.values(), ...commands, ...(sources.settings ?? [])]
}

const mostFiles = 30

/** Returns recently shown files whose names contain every word. */
export function seenFiles(model: WindowModel, typed: string): readonly PaletteItem[] {
  const words = wordsOf(typed)
  if (words.length === 0 || !model.preferences.getState().rememberPlaces) return []
  const panes = [activePane(model), passivePane(model)]
  const passes = (name: string) => {
    const folded = foldText(name)
    return words.every((word) => folded.includes(word))
  }
  return seenNames(panes, passes, { most: mostFiles }).map((location) => {
    const folder = { mount: location.mount, path: parentPath(location.path) }
    const cursor = { cursorName: baseName(location.path) }
    return {
      id: `file ${formatLocation(location)}`,
      kind: 'file',
      title: baseName(location.path),
      note: placeTitle(model, folder),
      run: () => openFolder(activePane(model), folder, cursor),
      runOtherwise: () => openFolder(passivePane(model), folder, cursor),
    }
  })
}

/** Returns the place that a typed `mount:path` or local path names, and its completions. */
export function typedPlaces(model: WindowModel, typed: string, choices: readonly string[]): readonly PaletteItem[] {
  if (!isTypedPlace(model, typed)) return []
  return [...new Set([typed.trim(), ...choices])].map((place) => ({
    id: `typed ${place}`,
    kind: 'place',
    title: place,
    note: text('palette.place'),
    color: mountColor(model.mounts.state.getState(), splitLocation(place)?.mount ?? ''),
    completesTo: place,
    run: () => void goToTyped(model, activePane(model), place),
    runOtherwise: () => void goToTyped(model, passivePane(model), place),
  }))
}

export function isTypedPlace(model: WindowModel, typed: string): boolean {
  const location = splitLocation(typed.trim())
  const isOfMount = location && findMount(model.mounts.state.getState(), location.mount) !== undefined
  return isOfMount === true || isComputerPath(typed.trim())
}

function placeItem(model: WindowModel, location: Location, note: string): PaletteItem {
  const place = formatLocation(location)
  return {
    id: `place ${place}`,
    kind: 'place',
    title: placeTitle(model, location),
    note,
    color: mountColor(model.mounts.state.getState(), location.mount),
    completesTo: location.path === '' ? place : `${place}/`,
    run: () => openFolder(activePane(model), location),
    runOtherwise: () => openFolder(passivePane(model), location),
  }
}

function placeTitle(model: WindowModel, { mount, path }: Location): string {
  return [placeLabel(model, mount), ...pathSegments(path)].join(' › ')
}
