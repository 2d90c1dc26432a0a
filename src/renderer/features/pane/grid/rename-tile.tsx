import { FileIcon } from '../../../ui/file-icon.tsx'
import { RenameField, type RenameFieldProps } from './rename-field.tsx'

/** A tile with an input for the new name. */
export function RenameTile({ id, ...field }: RenameFieldProps & { readonly id: string }) {
  return (
    <div id={id} role="gridcell" aria-label={field.name} aria-selected className="tile" data-cursor>
      <span className="tile-picture">
        <FileIcon name={field.name} kind={field.kind} />
      </span>
      <span className="tile-name">
        <RenameField {...field} />
      </span>
    </div>
  )
}
