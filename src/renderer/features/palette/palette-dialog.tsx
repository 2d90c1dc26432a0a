import { Command } from 'lucide-react'
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react'
import { text } from '../../strings/text.ts'
import { DialogBox } from '../../ui/dialog.tsx'
import { movedPosition } from '../../ui/virtual-list/movement.ts'
import { type PaletteItem, rankItems } from './rank.ts'
import { placeStyle } from '../../ui/place-style.ts'

export interface PaletteDialogProps {
  readonly items: readonly PaletteItem[]
  /** The item for a location that was typed out, if it is one. */
  readonly typedPlace: (typed: string) => PaletteItem | undefined
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

const mostShown = 50
const pageRows = 8

export function PaletteDialog({ items, typedPlace, onClose, returnFocus }: PaletteDialogProps) {
  const listId = useId()
  const input = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const [typed, setTyped] = useState('')
  const [active, setActive] = useState(0)
  const shown = useMemo(() => {
    const place = typedPlace(typed)
    return [...(place ? [place] : []), ...rankItems(items, typed)].slice(0, mostShown)
  }, [items, typed, typedPlace])

  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' })
  }, [active])

  function choose(item: PaletteItem | undefined) {
    if (!item) return
    onClose()
    item.run()
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Enter') {
      event.preventDefault()
      choose(shown[active])
    }
    if (event.key === 'Home' || event.key === 'End') return
    const next = movedPosition(event.key, active, { count: shown.length, pageRows })
    if (next === undefined) return
    event.preventDefault()
    setActive(next)
  }

  return (
    <DialogBox name={text('palette.title')} isWide onClose={onClose} returnFocus={returnFocus} initialFocus={input}>
      <input
        ref={input}
        role="combobox"
        aria-expanded
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={shown.length > 0 ? `${listId}-${active}` : undefined}
        aria-label={text('palette.title')}
        className="field h-9 shrink-0"
        placeholder={text('app.palette-hint')}
        spellCheck={false}
        autoComplete="off"
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value)
          setActive(0)
        }}
        onKeyDown={onKeyDown}
      />
      <div
        ref={list}
        id={listId}
        role="listbox"
        aria-label={text('palette.results')}
        className="mt-1.5 min-h-0 overflow-auto"
      >
        {shown.map((item, at) => (
          <PaletteOption
            key={item.id}
            id={`${listId}-${at}`}
            item={item}
            isActive={at === active}
            onPoint={() => setActive(at)}
            onChoose={() => choose(item)}
          />
        ))}
      </div>
      <output className="mt-2 block text-small text-ink-2">
        {shown.length === 0 ? text('palette.nothing') : text('palette.hint')}
      </output>
    </DialogBox>
  )
}

interface PaletteOptionProps {
  readonly id: string
  readonly item: PaletteItem
  readonly isActive: boolean
  readonly onPoint: () => void
  readonly onChoose: () => void
}

function PaletteOption({ id, item, isActive, onPoint, onChoose }: PaletteOptionProps) {
  return (
    <div
      id={id}
      role="option"
      aria-selected={isActive}
      className={`flex min-h-8 items-center gap-2.5 rounded-lg px-2.5 ${isActive ? 'bg-sea-soft text-sea-ink' : ''}`}
      onMouseMove={onPoint}
      onMouseDown={(event) => {
        event.preventDefault()
        onChoose()
      }}
    >
      {item.color === undefined ? (
        <Command aria-hidden className="size-3.5 shrink-0" />
      ) : (
        <i aria-hidden className="folder-icon" style={placeStyle(item.color)} />
      )}
      <span className="min-w-0 truncate">{item.title}</span>
      <span className="ml-auto shrink-0 text-small text-ink-3">{item.note}</span>
    </div>
  )
}
