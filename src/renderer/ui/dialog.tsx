import { Dialog } from '@base-ui/react/dialog'
import type { FormEvent, ReactNode, RefObject } from 'react'

/** A point in the window, in CSS pixels. */
export interface DialogPoint {
  readonly x: number
  readonly y: number
}

export interface DialogBoxProps {
  /** The name of the dialog; the heading may contain more details. */
  readonly name: string
  readonly heading?: string
  readonly isWide?: boolean
  /** True for a table: the dialog is as wide as the window allows. */
  readonly isBroad?: boolean
  /** True to use most of the window. The content fills the dialog and scrolls itself. */
  readonly isFull?: boolean
  /** True if a click outside does not close the dialog, because the typed values would be lost. */
  readonly isForm?: boolean
  /** Opens the dialog near this point, without dimming the window. */
  readonly at?: DialogPoint
  readonly onClose: () => void
  /** Returns the element that receives the focus when the dialog is closed. */
  readonly returnFocus: () => HTMLElement | null
  readonly initialFocus?: RefObject<HTMLElement | null> | (() => HTMLElement | null)
  readonly children: ReactNode
}

/**
 * The common frame of all dialogs: modal, closed by Escape or a click outside, and limited to the height of the window.
 */
export function DialogBox({
  name,
  heading,
  isWide,
  isBroad,
  isFull,
  isForm,
  at,
  onClose,
  returnFocus,
  initialFocus,
  children,
}: DialogBoxProps) {
  return (
    <Dialog.Root open disablePointerDismissal={isForm ?? false} onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={`fixed inset-0 z-20 ${at ? '' : 'bg-black/25'}`} />
        <Dialog.Popup
          aria-label={name}
          {...(initialFocus && { initialFocus })}
          finalFocus={returnFocus}
          ref={at ? keepInside : keepFocusIn}
          style={at && { left: at.x, top: at.y }}
          className={`fixed z-30 flex w-[calc(100vw-2rem)] flex-col overflow-auto rounded-xl border border-line bg-panel p-4 shadow-float outline-none data-nested-dialog-open:after:absolute data-nested-dialog-open:after:inset-0 data-nested-dialog-open:after:z-20 data-nested-dialog-open:after:rounded-xl data-nested-dialog-open:after:bg-black/25 ${at ? 'max-h-[90vh]' : 'left-1/2 -translate-x-1/2'} ${isFull ? 'max-w-300' : isBroad ? 'max-w-260' : isWide ? 'max-w-155' : 'max-w-105'} ${at ? '' : isFull ? 'top-[5vh] h-[90vh]' : isForm ? 'top-[5vh] max-h-[90vh]' : 'top-[12vh] max-h-[80vh]'}`}
        >
          {heading !== undefined && <h2 className="mb-2 text-[0.9375rem] font-semibold break-words">{heading}</h2>}
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

/** The form of a dialog: Enter submits it. */
export function DialogForm({ onSubmit, children }: { readonly onSubmit: () => void; readonly children: ReactNode }) {
  function submit(event: FormEvent) {
    event.preventDefault()
    onSubmit()
  }
  return (
    <form className="flex flex-col gap-2.5" onSubmit={submit}>
      {children}
    </form>
  )
}

/** The row of buttons at the bottom of a dialog. It stays visible while the dialog scrolls. */
export function DialogButtons({ children }: { readonly children: ReactNode }) {
  return (
    <div className="sticky -bottom-4 -mb-4 flex flex-wrap items-center justify-end gap-2 bg-panel pt-3 pb-4">
      {children}
    </div>
  )
}

/** Moves the focus to the dialog when the focused element was removed, because the dialog shows something else. */
function keepFocusIn(popup: HTMLElement | null): (() => void) | undefined {
  if (!popup) return undefined
  let hadFocus = false // The dialog itself sets the first focus.
  const onFocusIn = () => (hadFocus = true)
  const changes = new MutationObserver(() => {
    if (hadFocus && document.activeElement === document.body) popup.focus()
  })
  popup.addEventListener('focusin', onFocusIn)
  changes.observe(popup, { childList: true, subtree: true })
  return () => {
    popup.removeEventListener('focusin', onFocusIn)
    changes.disconnect()
  }
}

const marginPx = 12

/** Keeps a dialog that opened at a point completely visible, also when it grows or the window shrinks. */
function keepInside(popup: HTMLElement | null): (() => void) | undefined {
  if (!popup) return undefined
  const leaveFocus = keepFocusIn(popup)
  const place = () => {
    const { left, top, width, height } = popup.getBoundingClientRect()
    popup.style.left = `${Math.max(marginPx, Math.min(left, window.innerWidth - width - marginPx))}px`
    popup.style.top = `${Math.max(marginPx, Math.min(top, window.innerHeight - height - marginPx))}px`
  }
  place()
  const resizes = new ResizeObserver(place)
  resizes.observe(popup)
  addEventListener('resize', place)
  return () => {
    leaveFocus?.()
    resizes.disconnect()
    removeEventListener('resize', place)
  }
}
