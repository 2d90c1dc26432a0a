import { ArrowLeftRight, Files, History, Plus, Search, X } from 'lucide-react'
import { type KeyboardEvent, type RefObject, useEffect, useRef } from 'react'
import { baseName, isPast } from '../../../../contract/location.ts'
import { text } from '../../../strings/text.ts'
import { stepOfArrow } from '../../../ui/direction.ts'
import { shownName } from '../../../ui/format/shown-name.ts'
import { activateTab, closeTab, openTab } from '../navigate.ts'
import type { Pane } from '../pane.ts'
import type { Tab } from '../pane-state.ts'
import { isFlat } from '../search/search.ts'
import { isSearching } from '../tab-rows.ts'
import { placeStyle } from '../../../ui/place-style.ts'

export interface TabStripProps {
  readonly pane: Pane
  readonly tabs: readonly Tab[]
  readonly activeId: number
  readonly mountLabel: (mount: string) => string
  readonly mountColor: (mount: string) => string
  readonly panelId: string
  /** The button that shows the other pane, when only this pane is visible. */
  readonly other: { readonly name: string; readonly onShow: () => void } | undefined
}

export function TabStrip({ pane, tabs, activeId, mountLabel, mountColor, panelId, other }: TabStripProps) {
  const list = useRef<HTMLDivElement>(null)

  useShownTab(list, activeId)

  function onKeyDown(event: KeyboardEvent) {
    const at = tabs.findIndex(({ id }) => id === activeId)
    const step = stepOfArrow(event.key)
    const next = step === undefined ? undefined : tabs[(at + step + tabs.length) % tabs.length]
    if (!next) return
    event.preventDefault()
    activateTab(pane, next.id)
    list.current?.querySelector<HTMLElement>(`[data-tab="${next.id}"]`)?.focus()
  }

  return (
    <div className="flex h-8 min-w-0 items-end gap-0.5 bg-sunk px-2 pt-1">
      <div
        ref={list}
        role="tablist"
        tabIndex={-1}
        aria-label={text('pane.tabs')}
        className="flex min-w-0 items-end gap-0.5 overflow-x-auto [scrollbar-width:none]"
        onKeyDown={onKeyDown}
        onWheel={({ currentTarget, deltaX, deltaY }) => currentTarget.scrollBy({ left: deltaX + deltaY })}
      >
        {tabs.map((tab) => {
          const name = nameOf(tab, mountLabel)
          const isActive = tab.id === activeId
          return (
            <button
              key={tab.id}
              type="button"
              role="tab"
              data-tab={tab.id}
              aria-selected={isActive}
              aria-controls={isActive ? panelId : undefined}
              tabIndex={isActive ? 0 : -1}
              title={`${mountLabel(tab.location.mount)}:${tab.location.path}`}
              className={`flex h-7 min-w-24 max-w-56 shrink-0 items-center gap-1.5 rounded-t-[7px] px-2.5 ${isActive ? 'bg-panel text-ink' : 'text-ink-2 hover:bg-row'}`}
              onClick={() => activateTab(pane, tab.id)}
              onAuxClick={(event) => event.button === 1 && closeTab(pane, tab.id)}
            >
              {isFlat(tab) ? (
                <Files aria-label={text('flat.tab')} className="size-3.5 flex-none text-ink-2" />
              ) : isSearching(tab) ? (
                <Search aria-label={text('find.tab')} className="size-3.5 flex-none text-ink-2" />
              ) : isPast(tab.location) ? (
                <History aria-label={text('past.tab')} className="size-3.5 flex-none text-warn" />
              ) : (
                <i aria-hidden className="flag" style={placeStyle(mountColor(tab.location.mount))} />
              )}
              <span className="truncate">{shownName(name)}</span>
            </button>
          )
        })}
      </div>
      {tabs.length > 1 && (
        <TabButton
          label={text('pane.close-tab', { name: activeName(tabs, activeId, mountLabel) })}
          onClick={() => closeTab(pane, activeId)}
        >
          <X aria-hidden className="size-3.5" />
        </TabButton>
      )}
      <TabButton label={text('pane.new-tab')} onClick={() => openTab(pane)}>
        <Plus aria-hidden className="size-3.5" />
      </TabButton>
      {other && <OtherPane {...other} />}
    </div>
  )
}

/** Scrolls the active tab into view when there are many tabs. */
function useShownTab(list: RefObject<HTMLElement | null>, activeId: number): void {
  useEffect(() => {
    const element = list.current
    const show = () =>
      element?.querySelector(`[data-tab="${activeId}"]`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    show()
    const resizes = new ResizeObserver(show)
    if (element) resizes.observe(element)
    return () => resizes.disconnect()
  }, [list, activeId])
}

function OtherPane({ name, onShow }: NonNullable<TabStripProps['other']>) {
  return (
    <button
      type="button"
      className="mb-0.5 ms-auto flex h-6 min-w-0 shrink items-center gap-1.5 rounded-md px-1.5 text-ink-2 hover:bg-row"
      aria-label={text('places.to-other', { name: name })}
      title={text('places.to-other', { name: name })}
      onClick={onShow}
    >
      <ArrowLeftRight aria-hidden className="size-3.5 shrink-0" />
      <span className="truncate">{name}</span>
    </button>
  )
}

function TabButton(props: {
  readonly label: string
  readonly onClick: () => void
  readonly children: React.ReactNode
}) {
  return (
    <button
      type="button"
      className="icon-btn mb-0.5"
      aria-label={props.label}
      title={props.label}
      onClick={props.onClick}
    >
      {props.children}
    </button>
  )
}

/** Returns the name of a tab: its folder, or the query of its search. */
function nameOf({ location, search }: Tab, mountLabel: (mount: string) => string): string {
  if (search && isSearching({ search }) && !isFlat({ search })) return search.query
  return baseName(location.path) || mountLabel(location.mount)
}

function activeName(tabs: readonly Tab[], activeId: number, mountLabel: (mount: string) => string): string {
  const tab = tabs.find(({ id }) => id === activeId)
  return tab ? nameOf(tab, mountLabel) : ''
}
