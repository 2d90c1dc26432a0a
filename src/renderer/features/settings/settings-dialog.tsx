import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import type { StoreApi } from 'zustand/vanilla'
import { text } from '../../strings/text.ts'
import { DialogBox, DialogButtons } from '../../ui/dialog.tsx'
import { type Preferences, themes } from './preferences.ts'

export interface SettingsDialogProps {
  readonly preferences: StoreApi<Preferences>
  readonly version: string | undefined
  readonly onHidden: () => void
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
  /** Further parts, of other features. */
  readonly children?: ReactNode
}

export function SettingsDialog({
  preferences,
  version,
  onHidden,
  onClose,
  returnFocus,
  children,
}: SettingsDialogProps) {
  const { theme, showHidden, confirmTrash } = useStore(preferences)
  return (
    <DialogBox
      name={text('settings.title')}
      heading={text('settings.title')}
      onClose={onClose}
      returnFocus={returnFocus}
    >
      <fieldset className="mt-2">
        <legend className="mb-1 text-small text-ink-2">{text('settings.theme')}</legend>
        <div className="flex overflow-hidden rounded-lg border border-line">
          {themes.map((each) => (
            <label
              key={each}
              className={`grid h-7 flex-1 place-items-center has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-focus ${each === theme ? 'bg-sea-soft font-semibold text-sea-ink' : 'text-ink-2 hover:bg-row'}`}
            >
              <input
                type="radio"
                name="theme"
                className="sr-only"
                checked={each === theme}
                onChange={() => preferences.setState({ theme: each })}
              />
              {text(`settings.theme.${each}`)}
            </label>
          ))}
        </div>
      </fieldset>
      <div className="mt-4 flex flex-col gap-2">
        <Check label={text('settings.hidden')} isOn={showHidden} onChange={onHidden} />
        <Check
          label={text('settings.confirm-trash')}
          isOn={confirmTrash}
          onChange={() => preferences.setState({ confirmTrash: !confirmTrash })}
        />
      </div>
      {children}
      <DialogButtons>
        {version !== undefined && (
          <span className="mr-auto text-small text-ink-3">{text('settings.about', { version })}</span>
        )}
        <button type="button" className="btn btn-primary" onClick={onClose}>
          {text('dialog.close')}
        </button>
      </DialogButtons>
    </DialogBox>
  )
}

function Check({
  label,
  isOn,
  onChange,
}: {
  readonly label: string
  readonly isOn: boolean
  readonly onChange: () => void
}) {
  return (
    <label className="flex items-center gap-2">
      <input type="checkbox" className="accent-(--sea)" checked={isOn} onChange={onChange} />
      {label}
    </label>
  )
}
