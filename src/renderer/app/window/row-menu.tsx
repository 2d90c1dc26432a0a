import { ContextMenu } from '@base-ui/react/context-menu'
import type { ReactElement } from 'react'
import type { CommandId } from '../../../contract/command-list.ts'
import { MenuCommand, menuGroupClass, menuPopupClass } from './menu-command.tsx'

/** The menu of a pane's rows, in groups. */
const groups: readonly (readonly CommandId[])[] = [
  ['file.open', 'file.facts', 'file.show-in-folder'],
  ['file.restore'],
  ['file.properties', 'file.versions', 'file.compare', 'file.share', 'file.keep-versions'],
  ['file.copy', 'file.move', 'file.download', 'file.download-to', 'file.rename', 'file.delete'],
  ['file.new-folder', 'file.copy-location', 'select.all', 'view.refresh'],
  ['view.as-it-was', 'view.now', 'view.deleted'],
]

/** Not shown where they can't be run: of the desktop, of the past, of what was deleted. */
const leftOut: ReadonlySet<CommandId> = new Set(['file.show-in-folder', 'file.download-to', 'file.restore', 'view.now'])

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
          <ContextMenu.Popup finalFocus={returnFocus} className={menuPopupClass}>
            <MenuItems canRun={canRun} run={run} />
          </ContextMenu.Popup>
        </ContextMenu.Positioner>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  )
}

function MenuItems({ canRun, run }: Pick<RowMenuProps, 'canRun' | 'run'>) {
  const shown = groups.map((ids) => ids.filter((id) => !leftOut.has(id) || canRun(id))).filter((ids) => ids.length > 0)
  return shown.map((ids, at) => (
    <ContextMenu.Group key={ids[0]} className={at > 0 ? menuGroupClass : ''}>
      {ids
        .filter((id) => id !== 'file.download' || !canRun('file.download-to'))
        .map((id) => (
          <MenuCommand key={id} id={id} isDisabled={!canRun(id)} onRun={() => run(id)} />
        ))}
    </ContextMenu.Group>
  ))
}
