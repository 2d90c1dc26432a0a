import type { ReactNode } from 'react'

export interface FormOrPartProps {
  /** True if the fields belong to another form. Each change is then applied at once, without a button. */
  readonly isPart: boolean
  readonly className: string
  readonly onApply: () => void
  readonly children: ReactNode
}

/** Renders fields as a form of their own, or as a part of another form. */
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
