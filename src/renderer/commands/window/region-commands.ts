import type { CommandContext, CommandFamily } from '../command.ts'
import type { Side } from '../../features/pane/pane-state.ts'

/** A part of the window that can have the focus. */
interface Region {
  /** Finds its element. A part that is not rendered is skipped. */
  readonly selector: string
  /** Moves the focus into it. */
  readonly enter: (element: HTMLElement, context: CommandContext) => void
}

/** In visual order: from the mounts to the right, then the transfers at the bottom and the bar at the top. */
const regions: readonly Region[] = [
  { selector: 'nav[data-mounts]', enter: focusFirst('[aria-current=true], button') },
  { selector: '[data-side=left]', enter: focusPane('left') },
  { selector: '[data-side=right]', enter: focusPane('right') },
  {
    selector: 'aside[data-inspector]',
    enter: (_, { window }) =>
      window.setState(({ inspector }) => ({ inspector: { ...inspector, isFocusWanted: true } })),
  },
  { selector: '.dock', enter: focusFirst('[data-transfer] button, button') },
  { selector: 'header', enter: focusFirst('button') },
]

export const regionCommands: CommandFamily<'go.next-region' | 'go.previous-region'> = {
  'go.next-region': { run: (context) => goToRegion(context, 1) },
  'go.previous-region': { run: (context) => goToRegion(context, -1) },
}

function goToRegion(context: CommandContext, step: 1 | -1): void {
  const drawn = regions.flatMap((region) => {
    const element = document.querySelector<HTMLElement>(region.selector)
    return element && element.offsetParent !== null ? [{ ...region, element }] : []
  })
  const here = drawn.findIndex(({ element }) => element.contains(document.activeElement))
  const next = drawn[(here + step + drawn.length) % drawn.length]
  next?.enter(next.element, context)
}

function focusFirst(selectors: string) {
  return (element: HTMLElement) => {
    for (const selector of selectors.split(',')) {
      const found = element.querySelector<HTMLElement>(selector)
      if (found) return found.focus()
    }
  }
}

function focusPane(side: Side) {
  return (_: HTMLElement, { window, elements }: CommandContext) => {
    window.setState({ activeSide: side })
    elements[side].grid.current?.focus()
  }
}
