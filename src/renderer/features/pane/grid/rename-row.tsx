import { FileIcon } from '../../../ui/file-icon.tsx'
import { RenameField, type RenameFieldProps } from './rename-field.tsx'

export interface RenameRowProps extends RenameFieldProps {
  readonly id: string
  readonly rowIndex: number
  readonly position: number
  readonly topPx: number
  readonly heightPx: number
}

/** A row with an input for the new name. */
export function RenameRow({ id, rowIndex, topPx, heightPx, ...field }: RenameRowProps) {
  return (
    <div
      id={id}
      role="row"
      aria-label={field.name}
      className="grid-line grid-row"
      aria-rowindex={rowIndex}
      aria-selected
      data-cursor
      style={{ height: heightPx, transform: `translateY(${topPx}px)` }}
    >
      <div role="gridcell" className="cell-name col-span-full">
        <FileIcon name={field.name} kind={field.kind} />
        <RenameField {...field} />
      </div>
    </div>
  )
}
