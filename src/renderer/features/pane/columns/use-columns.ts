import { type RefObject, useLayoutEffect, useState } from 'react'
import type { Capabilities } from '../../../../contract/capabilities.ts'
import { isPast } from '../../../../contract/location.ts'
import { rootFontPx } from '../../../ui/appearance/root-size.ts'
import type { Tab } from '../pane-state.ts'
import { isSearching } from '../tab-rows.ts'
import {
  chosenColumns,
  type ColumnChoice,
  type ColumnId,
  columnTemplate,
  fittingColumns,
  type RowMarks,
} from './columns.ts'
import { extraColumnsOf } from './extra-columns.ts'

export interface ShownColumns {
  /** All available columns, including hidden ones and those that do not fit. */
  readonly offered: readonly ColumnId[]
  readonly shown: readonly ColumnId[]
  readonly marks: RowMarks
  readonly template: string
  /** The width of the pane. */
  readonly paneRem: number
}

/** Returns the columns that fit into a pane. */
export function useColumns(
  frame: RefObject<HTMLElement | null>,
  tab: Tab,
  capabilities: Capabilities | undefined,
  choice: ColumnChoice,
): ShownColumns {
  const room = useRoom(frame)
  const marks = marksOf(tab)
  const offered: readonly ColumnId[] = ['size', 'modified', ...extraColumnsOf(capabilities, tab)]
  const shown = fittingColumns(chosenColumns(offered, choice), choice, { ...room, marks })
  return { offered, shown, marks, template: columnTemplate(shown, choice, { ...room, marks }), paneRem: room.paneRem }
}

/** Returns which text marks the rows, if any. */
function marksOf({ location, showsDeleted, search }: Tab): RowMarks {
  if (isSearching({ search })) return search?.inContents ? 'text' : 'folder'
  if (isPast(location)) return 'since'
  return showsDeleted ? 'deleted' : undefined
}

function useRoom(frame: RefObject<HTMLElement | null>) {
  const [room, setRoom] = useState({ paneRem: 60, dateRem: 7 })
  useLayoutEffect(() => {
    const element = frame.current
    if (!element) return undefined
    const look = () => {
      const paneRem = element.clientWidth / rootFontPx()
      const dateRem = Number.parseFloat(getComputedStyle(element).getPropertyValue('--date')) || 7
      setRoom((now) => (now.paneRem === paneRem && now.dateRem === dateRem ? now : { paneRem, dateRem }))
    }
    look()
    const sizes = new ResizeObserver(look)
    sizes.observe(element)
    // The text size and the date format are attributes of the root element.
    const looks = new MutationObserver(look)
    looks.observe(document.documentElement, { attributes: true })
    return () => {
      sizes.disconnect()
      looks.disconnect()
    }
  }, [frame])
  return room
}
