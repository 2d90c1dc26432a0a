import { commandIds, commandList, type CommandMenu } from '../../contract/command-list.ts'
import { text, type TextKey } from '../strings/text.ts'
import { DialogBox, DialogButtons } from '../ui/dialog.tsx'
import { useKeymap } from './keymap/use-keymap.ts'
import { keyLabel } from './keys.ts'
import { titleOf } from './command.ts'

const groups = ['file', 'select', 'go', 'transfer', 'view', 'help'] as const satisfies readonly CommandMenu[]

/** Keys of the file list that only move the cursor and are therefore not commands. */
const movement: readonly (readonly [TextKey, string])[] = [
  ['shortcuts.arrows', '↑ ↓'],
  ['shortcuts.ends', 'Home End'],
  ['shortcuts.pages', 'Page up, Page down'],
  ['shortcuts.extend', 'Shift'],
  ['shortcuts.type', text('shortcuts.type-key')],
  ['shortcuts.menu', 'Shift F10'],
]

export interface ShortcutsDialogProps {
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

export function ShortcutsDialog({ onClose, returnFocus }: ShortcutsDialogProps) {
  const { keysOf } = useKeymap()
  return (
    <DialogBox
      name={text('shortcuts.title')}
      heading={text('shortcuts.title')}
      isWide
      onClose={onClose}
      returnFocus={returnFocus}
    >
      <p className="text-ink-2">{text('shortcuts.lead')}</p>
      <div className="mt-3 columns-2 gap-6 @max-[44rem]/window:columns-1">
        <Group title={text('shortcuts.moving')} rows={movement.map(([key, keys]) => [text(key), keys])} />
        {groups.map((group) => (
          <Group
            key={group}
            title={text(`shortcuts.group.${group}`)}
            rows={commandIds
              .filter((id) => commandList[id].menu === group && keysOf(id).length > 0)
              .map((id) => [titleOf(id), keysOf(id).map(keyLabel).join(', ')])}
          />
        ))}
      </div>
      <DialogButtons>
        <button type="button" className="btn btn-primary" onClick={onClose}>
          {text('dialog.close')}
        </button>
      </DialogButtons>
    </DialogBox>
  )
}

function Group({ title, rows }: { readonly title: string; readonly rows: readonly (readonly [string, string])[] }) {
  return (
    <section className="mb-3 break-inside-avoid">
      <h3 className="mb-1 text-tiny font-semibold text-ink-3">{title}</h3>
      <dl>
        {rows.map(([name, keys]) => (
          <div
            key={name}
            className="flex items-baseline justify-between gap-3 border-b border-line py-0.5 last:border-0"
          >
            <dt>{name}</dt>
            <dd className="shrink-0 text-end text-small text-ink-2">{keys}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
