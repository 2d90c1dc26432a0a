/**
 * Follows one drag over the window, from inside or outside. It marks the spot under the pointer and shows the effect of
 * a drop. It opens a folder when the pointer stays on it, and scrolls a list at its edges.
 */
import type { Location } from '../../../contract/location.ts'
import { canWriteTo } from '../../features/mounts/mounts-store.ts'
import { text } from '../../strings/text.ts'
import type { WindowModel } from '../compose.ts'
import { placeLabel } from '../actions/go-to-typed.ts'
import { placeText } from '../../features/transfers/transfer-text.ts'
import type { DragStore } from './drag-state.ts'
import { type DropSpot, spotAt } from './drop-spot.ts'
import type { Source } from '../../features/transfers/dialogs/onto-itself.ts'
import { refusalOf } from './refusal.ts'

export interface DragInput {
  readonly clientX: number
  readonly clientY: number
  readonly shiftKey: boolean
  readonly altKey: boolean
}

export interface Dragging {
  readonly move: (input: DragInput) => void
  /** Returns the folder under the pointer, if it accepts the drop. */
  readonly target: (input: DragInput) => Location | undefined
  readonly end: () => void
}

export interface Dragged {
  readonly label: string
  /** Empty for items from outside the window. */
  readonly sources: readonly Source[]
  /** True if the items cannot be removed from their present place. */
  readonly isCopyOnly: boolean
}

const springMs = 700
const edgePx = 32
const scrollPx = 14

export function startDragging(model: WindowModel, store: DragStore, dragged: Dragged): Dragging {
  let spot: DropSpot | undefined
  let spring: ReturnType<typeof setTimeout> | undefined
  let last: DragInput | undefined
  let frame = requestAnimationFrame(scroll)

  function look(input: DragInput) {
    const next = spotAt(model, input.clientX, input.clientY)
    const refusal = next && refusalOf(dragged.sources, next.into, { canWrite: canWrite(next.into) })
    return { next, refusal }
  }

  function canWrite({ mount }: Location): boolean {
    return canWriteTo(model.mounts.state.getState(), mount)
  }

  function enter(next: DropSpot | undefined, isRefused: boolean) {
    if (spot?.element !== next?.element || !isSamePlace(spot, next)) {
      clearTimeout(spring)
      if (next?.spring) spring = setTimeout(next.spring, springMs)
    }
    if (spot && spot.element !== next?.element) delete (spot.element as HTMLElement).dataset['drop']
    spot = next
    if (spot) (spot.element as HTMLElement).dataset['drop'] = isRefused ? 'refused' : 'here'
  }

  /** Scrolls the list while the pointer stays at its edge. */
  function scroll() {
    frame = requestAnimationFrame(scroll)
    if (!last) return
    const list = document.elementFromPoint(last.clientX, last.clientY)?.closest('[role=grid]')
    if (!list) return
    const { top, bottom } = list.getBoundingClientRect()
    if (last.clientY < top + edgePx) list.scrollTop -= scrollPx
    else if (last.clientY > bottom - edgePx) list.scrollTop += scrollPx
  }

  return {
    move(input) {
      last = input
      const { next, refusal } = look(input)
      enter(next, refusal !== undefined)
      store.setState({
        kind: 'dragging',
        x: input.clientX,
        y: input.clientY,
        label: dragged.label,
        hint: next ? hintFor(next.into, input, refusal) : text('drag.nowhere'),
        keys: text(dragged.isCopyOnly ? 'drag.keys-copy' : 'drag.keys'),
        isRefused: !next || refusal !== undefined,
      })
    },
    target(input) {
      const { next, refusal } = look(input)
      return refusal === undefined ? next?.into : undefined
    },
    end() {
      clearTimeout(spring)
      cancelAnimationFrame(frame)
      enter(undefined, false)
      store.setState({ kind: 'none' }, true)
    },
  }

  function hintFor(into: Location, { shiftKey, altKey }: DragInput, refusal: ReturnType<typeof refusalOf>): string {
    const to = placeText(into, (mount) => placeLabel(model, mount))
    if (refusal === 'read-only') return text('drag.read-only', { mount: placeLabel(model, into.mount) })
    if (refusal) return text(`drag.${refusal}`)
    return text(shiftKey && !dragged.isCopyOnly ? 'drag.move' : altKey ? 'drag.ask' : 'drag.copy', { to })
  }
}

function isSamePlace(a: DropSpot | undefined, b: DropSpot | undefined): boolean {
  return a?.into.mount === b?.into.mount && a?.into.path === b?.into.path
}
