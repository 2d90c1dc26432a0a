import { commandIds, commandList } from '../../../contract/command-list.ts'
import { formatLocation, type Location, pathSegments, splitLocation } from '../../../contract/location.ts'
import { canRun, runCommand } from '../../commands/catalogue.ts'
import { activePane } from '../../commands/command.ts'
import { keymapOf } from '../../commands/keymap/keymap.ts'
import { keyLabel } from '../../commands/keys.ts'
import { findMount, mountColor } from '../../features/mounts/mounts-store.ts'
import { openFolder } from '../../features/pane/navigate.ts'
import type { PaletteItem } from '../../features/palette/rank.ts'
import { text } from '../../strings/text.ts'
import type { WindowModel } from '../compose.ts'
import { goToTyped, placeLabel } from '../actions/go-to-typed.ts'

/** Everything the palette offers: open tabs, recent places, mounts, and the commands that can be run now. */
export function paletteItems(model: WindowModel): readonly PaletteItem[] {
  const mounts = model.mounts.state.getState()
  const places = new Map<string, PaletteItem>()
  function add(location: Location, note: string) {
    const key = formatLocation(location)
    if (!places.has(key)) places.set(key, placeItem(model, location, note))
  }
  if (mounts.kind === 'ready')
    for (const { name } of mounts.mounts) add({ mount: name, path: '' }, text('palette.mount'))
  for (const pane of Object.values(model.panes)) {
    for (const tab of pane.state.getState().tabs) add(tab.location, text('palette.open-tab'))
  }
  const isRemembered = model.preferences.getState().rememberPlaces
  for (const pane of isRemembered ? Object.values(model.panes) : []) {
    for (const tab of pane.state.getState().tabs) {
      for (const location of tab.back.toReversed()) add(location, text('palette.recent'))
    }
  }
  const keymap = keymapOf(model.preferences.getState())
  const commands = commandIds
    .filter((id) => id !== 'go.palette' && canRun(model, id))
    .map((id) => ({
      id,
      title: commandList[id].title,
      note: keymap.keysOf(id).slice(0, 1).map(keyLabel).join(''),
      run: () => void runCommand(model, id),
    }))
  return [...places.values(), ...commands]
}

/** The place a typed `mount:path` names, where there is such a mount. */
export function typedPlace(model: WindowModel, typed: string): PaletteItem | undefined {
  const location = splitLocation(typed.trim())
  if (!location || !findMount(model.mounts.state.getState(), location.mount)) return undefined
  const place = formatLocation(location)
  return {
    ...placeItem(model, location, text('palette.place')),
    id: 'typed',
    title: text('palette.go-to', { place }),
    run: () => void goToTyped(model, activePane(model), place),
  }
}

function placeItem(model: WindowModel, location: Location, note: string): PaletteItem {
  return {
    id: `place ${formatLocation(location)}`,
    title: [placeLabel(model, location.mount), ...pathSegments(location.path)].join(' › '),
    note,
    color: mountColor(model.mounts.state.getState(), location.mount),
    run: () => openFolder(activePane(model), location),
  }
}
