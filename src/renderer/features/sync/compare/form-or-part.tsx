import type { ReactNode } from 'react'

export interface FormOrPartProps {
  /** A part of another form applies each change at once, and has no button of its own. */
  readonly isPart: boolean
  readonly className: string
  readonly onApply: () => void
  readonly children: ReactNode
}

/** Fields that are a form, or a part of one. */
export function FormOrPart({ isPart, className, onApply, children }: FormOrPartProps) {
  if (isPart) {
    return (
      <div className={className} onChange={onApply}>
        {children}
      </div>
    )
  }
  return (
    <form
      className={className}
      onSubmit={(event) => {
        event.preventDefault()
        onApply()
      }}
    >
      {children}
    </form>
  )
}
