import type { Location } from '../../../contract/location.ts'
import { parentPath } from '../../../contract/location.ts'
import { passivePane } from '../../commands/command.ts'
import type { TableDialogProps } from '../../features/tables/table-dialog.tsx'
import { refreshIfShown } from '../../features/pane/navigate.ts'
import { currentTab } from '../../features/pane/pane.ts'
import { later } from '../../ui/later.tsx'
import { locateTyped } from '../actions/go-to-typed.ts'
import type { WindowModel } from '../compose.ts'

const TableDialog = later<TableDialogProps>(
  async () => (await import('../../features/tables/table-dialog.tsx')).TableDialog,
)

export interface TableQueryDialogProps {
  readonly model: WindowModel
  readonly location: Location
  readonly isFolder: boolean
  readonly frame: { readonly returnFocus: () => HTMLElement | null; readonly onClose: () => void }
}

/** Runs queries on one table. Saving a result suggests the folder of the other pane. */
export function TableQueryDialog({ model, location, isFolder, frame }: TableQueryDialogProps) {
  return (
    <TableDialog
      {...frame}
      {...tableLookOf(model)}
      key={`${location.mount}:${location.path}`}
      location={location}
      isFolder={isFolder}
    />
  )
}

/** Returns the parts of the window that a table view needs, in any place where it is shown. */
export function tableLookOf(model: WindowModel) {
  return {
    client: () => model.link.client(),
    locate: async (typed: string) => locateTyped(model, typed),
    saveInto: currentTab(passivePane(model)).location,
    onSaved(to: Location) {
      const folder = { mount: to.mount, path: parentPath(to.path) }
      for (const pane of Object.values(model.panes)) refreshIfShown(pane, folder)
    },
  }
}
