import { text } from '../../strings/text.ts'
import { DialogBox } from '../../ui/dialog.tsx'
import { TableLook, type TableLookProps } from './table-look.tsx'

export interface TableDialogProps extends TableLookProps {
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

/** Shows a table in its own dialog. */
export function TableDialog({ onClose, returnFocus, ...look }: TableDialogProps) {
  return (
    <DialogBox name={text('tables.title')} isBroad isForm onClose={onClose} returnFocus={returnFocus}>
      <div className="flex h-[80vh] min-h-0 flex-col">
        <TableLook {...look} />
      </div>
    </DialogBox>
  )
}
