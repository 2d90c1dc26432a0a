import type { LucideIcon } from 'lucide-react'

export interface IconButtonProps {
  readonly label: string
  readonly icon: LucideIcon
  readonly onClick: () => void
}

/** A button with an icon and an accessible label. */
export function IconButton({ label, icon: Icon, onClick }: IconButtonProps) {
  return (
    <button type="button" className="icon-btn" aria-label={label} title={label} onClick={onClick}>
      <Icon aria-hidden className="size-3.5" />
    </button>
  )
}
