import { ContextMenu } from '@base-ui/react/context-menu'
import type { ReactElement } from 'react'
import { type CommandId, commandList } from '../../contract/command-list.ts'
import { titleOf } from '../commands/command.ts'
import { keyLabel } from '../commands/keys.ts'

/** The menu of a pane's rows, in groups. */
const groups: readonly (readonly CommandId[])[] = [
  ['file.open', 'file.facts', 'file.show-in-folder'],
  ['file.properties', 'file.versions', 'file.share'],
  ['file.copy', 'file.move', 'file.rename', 'file.delete'],
  ['file.new-folder', 'file.copy-location', 'select.all', 'view.refresh'],
]

export interface RowMenuProps {
  readonly canRun: (id: CommandId) => boolean
  readonly run: (id: CommandId) => void
  readonly returnFocus: () => HTMLElement | null
  /** Where the menu is put in the document: in the landmark it belongs to. */
  readonly container: HTMLElement | null
  readonly children: ReactElement
}

/** Opens on a right click, the menu key and Shift+F10. */
export function RowMenu({ canRun, run, returnFocus, container, children }: RowMenuProps) {
  return (
    <ContextMenu.Root>
      <ContextMenu.Trigger render={children} />
      <ContextMenu.Portal container={container}>
        <ContextMenu.Positioner positionMethod="fixed" className="z-30 outline-none">
          <ContextMenu.Popup
            finalFocus={returnFocus}
            className="min-w-56 rounded-lg border border-line bg-panel p-1 shadow-float outline-none"
          >
            <MenuItems canRun={canRun} run={run} />
          </ContextMenu.Popup>
        </ContextMenu.Positioner>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  )
}

function MenuItems({ canRun, run }: Pick<RowMenuProps, 'canRun' | 'run'>) {
  return groups.map((ids, at) => (
    <ContextMenu.Group key={ids[0]} className={at > 0 ? 'mt-1 border-t border-line pt-1' : ''}>
      {ids
        .filter((id) => id !== 'file.show-in-folder' || canRun(id))
        .map((id) => (
          <ContextMenu.Item
            key={id}
            disabled={!canRun(id)}
            className="flex h-7 items-center justify-between gap-6 rounded-md px-2 outline-none data-[disabled]:opacity-50 data-[highlighted]:bg-sea-soft data-[highlighted]:text-sea-ink"
            onClick={() => run(id)}
          >
            {titleOf(id)}
            <span aria-hidden className="text-small text-ink-3">
              {commandList[id].keys.slice(0, 1).map(keyLabel)}
            </span>
          </ContextMenu.Item>
        ))}
    </ContextMenu.Group>
  ))
}
