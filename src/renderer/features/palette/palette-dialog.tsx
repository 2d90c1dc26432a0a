import { Command, SlidersHorizontal } from 'lucide-react'
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react'
import { text } from '../../strings/text.ts'
import { DialogBox } from '../../ui/dialog.tsx'
import { FileIcon } from '../../ui/file-icon.tsx'
import { movedPosition } from '../../ui/virtual-list/movement.ts'
import { MarkedText } from '../../ui/marked-text.tsx'
import { type Complete, useCompletions } from '../../ui/hooks/use-completions.ts'
import { type PaletteItem, rankItems, wordsOf } from './rank.ts'
import { placeStyle } from '../../ui/place-style.ts'

export interface PaletteDialogProps {
  readonly items: readonly PaletteItem[]
  /** Finds files by name. Called only when the user has typed something. */
  readonly findFiles: (typed: string) => readonly PaletteItem[]
  /** Returns the items for a typed location and its possible completions; an empty list for any other text. */
  readonly typedPlaces: (typed: string, choices: readonly string[]) => readonly PaletteItem[]
  readonly onComplete: Complete
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

const mostShown = 50
const pageRows = 8

/**
 * One search field for places, files, settings and commands, with ranked results. It is rendered before any search
 * starts.
 */
export function PaletteDialog(props: PaletteDialogProps) {
  const { onClose, returnFocus } = props
  const listId = useId()
  const input = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const [typed, setTyped] = useState('')
  const [active, setActive] = useState(0)
  const { shown, choices, words } = useShown(props, typed)

  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' })
  }, [active])

  function choose(item: PaletteItem | undefined, { isOtherwise = false } = {}) {
    if (!item) return
    onClose()
    if (isOtherwise && item.runOtherwise) item.runOtherwise()
    else item.run()
  }

  function type(next: string) {
    setTyped(next)
    setActive(0)
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Enter') {
      event.preventDefault()
      choose(shown[active], { isOtherwise: event.ctrlKey || event.metaKey })
    }
    const completed = shown[active]?.completesTo
    if (event.key === 'Tab' && !event.shiftKey && completed !== undefined) {
      event.preventDefault()
      type(completed === typed ? (choices[0] ?? typed) : completed)
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
        onChange={(event) => type(event.target.value)}
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
            words={words}
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

/**
 * Returns the matching items: first the items of a typed location, then all others by rank. With equal rank, places are
 * listed before files, and files before the rest.
 */
function useShown({ items, findFiles, typedPlaces, onComplete }: PaletteDialogProps, typed: string) {
  const isPlace = typedPlaces(typed, []).length > 0
  const choices = useCompletions(typed, onComplete, { isWanted: isPlace })
  const shown = useMemo(() => {
    const places = items.filter(({ kind }) => kind === 'place')
    const others = items.filter(({ kind }) => kind !== 'place')
    const ranked = rankItems([...places, ...findFiles(typed), ...others], typed)
    return [...typedPlaces(typed, choices), ...ranked].slice(0, mostShown)
  }, [items, typed, choices, typedPlaces, findFiles])
  const words = useMemo(() => wordsOf(typed), [typed])
  return { shown, choices, words }
}

interface PaletteOptionProps {
  readonly id: string
  readonly item: PaletteItem
  readonly words: readonly string[]
  readonly isActive: boolean
  readonly onPoint: () => void
  readonly onChoose: () => void
}

function PaletteOption({ id, item, words, isActive, onPoint, onChoose }: PaletteOptionProps) {
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
      <OptionIcon item={item} />
      <span className="palette-title min-w-0 truncate">
        <MarkedText text={item.title} words={words} />
      </span>
      <span className="ms-auto max-w-[45%] shrink-0 truncate text-small text-ink-3">{item.note}</span>
    </div>
  )
}

function OptionIcon({ item: { kind, color, title } }: { readonly item: PaletteItem }) {
  if (kind === 'file') return <FileIcon name={title} kind="file" />
  if (kind === 'setting') return <SlidersHorizontal aria-hidden className="size-3.5 shrink-0" />
  if (kind === 'command') return <Command aria-hidden className="size-3.5 shrink-0" />
  return <i aria-hidden className="folder-icon" style={placeStyle(color ?? '')} />
}
