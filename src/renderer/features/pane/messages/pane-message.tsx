import type { ReactNode } from 'react'

export interface PaneMessageProps {
  readonly title: string
  readonly advice?: string
  readonly picture?: ReactNode
  readonly children?: ReactNode
}

/** A message in place of the rows: a title, a sentence and buttons. */
export function PaneMessage({ title, advice, picture, children }: PaneMessageProps) {
  return (
    <div className="pointer-events-none absolute inset-x-0 top-14 bottom-0 flex flex-col items-center justify-center-safe gap-2 overflow-auto px-8 text-center">
      {picture}
      <h2 className="max-w-full text-[0.9375rem] font-semibold break-words">{title}</h2>
      {advice && <p className="max-w-80 text-ink-2">{advice}</p>}
      <div data-ways-on className="pointer-events-auto mt-1.5 flex max-w-full flex-col items-center gap-3">
        {children}
      </div>
    </div>
  )
}

export function Rose({ className }: { readonly className: string }) {
  return (
    <svg aria-hidden className={className} viewBox="0 0 24 24" fill="none" stroke="var(--sea)" strokeWidth="1.2">
      <circle cx="12" cy="12" r="10" />
      <path d="M12 2 14 12 12 22 10 12Z" fill="var(--sea)" />
      <path d="M2 12 12 10 22 12 12 14Z" />
    </svg>
  )
}
