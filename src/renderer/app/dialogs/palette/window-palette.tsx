import { useCallback, useState } from 'react'
import { PaletteDialog } from '../../../features/palette/palette-dialog.tsx'
import type { PaletteItem } from '../../../features/palette/rank.ts'
import { settingItems } from './setting-items.ts'
import { completeLocation } from '../../actions/complete-location.ts'
import type { WindowModel } from '../../compose.ts'
import { paletteItems, seenFiles, typedPlaces } from './palette-items.ts'

interface WindowPaletteProps {
  readonly model: WindowModel
  readonly frame: { readonly onClose: () => void; readonly returnFocus: () => HTMLElement | null }
}

/** The palette with the items of this window. */
export function WindowPalette({ model, frame }: WindowPaletteProps) {
  const [items] = useState(() =>
    paletteItems(model, { pinned: model.places.state.getState().pins, settings: settings(model) }),
  )
  return (
    <PaletteDialog
      {...frame}
      items={items}
      findFiles={useCallback((typed: string) => seenFiles(model, typed), [model])}
      typedPlaces={useCallback(
        (typed: string, choices: readonly string[]) => typedPlaces(model, typed, choices),
        [model],
      )}
      onComplete={(typed, signal) => completeLocation(model, typed, signal)}
    />
  )
}

function settings({ preferences, window }: WindowModel): readonly PaletteItem[] {
  return settingItems(preferences.getState(), {
    show: (at) => window.setState({ dialog: { kind: 'settings', at } }),
    change: preferences.change,
  })
}
