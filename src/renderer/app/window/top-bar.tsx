import { PanelLeft } from 'lucide-react'
import type { CommandId } from '../../../contract/command-list.ts'
import { useKeymap } from '../../commands/keymap/use-keymap.ts'
import { keyLabel } from '../../commands/keys.ts'
import { text } from '../../strings/text.ts'
import { WindowName } from './window-name.tsx'

export interface TopBarProps {
  readonly isInspectorOpen: boolean
  readonly isSidebarOpen: boolean
  readonly run: (id: CommandId) => void
}

export function TopBar({ isInspectorOpen, isSidebarOpen, run }: TopBarProps) {
  const [paletteKey] = useKeymap().keysOf('go.palette')
  return (
    <header className="flex h-11 shrink-0 items-center gap-3 border-b border-line bg-panel px-3.5">
      <button
        type="button"
        className="icon-btn -ms-1.5"
        aria-label={text('places.sidebar')}
        aria-pressed={isSidebarOpen}
        title={text('places.sidebar')}
        onClick={() => run('view.sidebar')}
      >
        <PanelLeft aria-hidden className="size-4" />
      </button>
      <WindowName />
      <div className="flex min-w-0 flex-1 justify-center">
        <button
          type="button"
          className="flex h-7 w-115 min-w-0 items-center gap-2 rounded-lg border border-line bg-paper px-2.5 text-ink-3 hover:border-line-strong"
          onClick={() => run('go.palette')}
        >
          <span className="truncate">{text('app.palette-hint')}</span>
          <kbd className="ms-auto shrink-0 rounded-sm border border-line-strong bg-panel px-1 text-tiny text-ink-2 @max-[40rem]/window:hidden">
            {paletteKey === undefined ? '' : keyLabel(paletteKey)}
          </kbd>
        </button>
      </div>
      <button
        type="button"
        aria-pressed={isInspectorOpen}
        className={`h-7 rounded-[7px] px-2.5 ${isInspectorOpen ? 'bg-sea-soft text-sea-ink' : 'text-ink-2 hover:bg-row'}`}
        onClick={() => run('view.inspector')}
      >
        {text('app.inspector')}
      </button>
      <button
        type="button"
        className="h-7 rounded-[7px] px-2.5 text-ink-2 hover:bg-row"
        onClick={() => run('view.settings')}
      >
        {text('app.settings')}
      </button>
    </header>
  )
}
