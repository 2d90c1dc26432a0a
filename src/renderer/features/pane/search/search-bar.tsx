import { Search as SearchIcon, X } from 'lucide-react'
import { type KeyboardEvent, type RefObject, useEffect, useId, useState } from 'react'
import { baseName, pathSegments } from '../../../../contract/location.ts'
import { failureReason } from '../../../strings/failures.ts'
import { text } from '../../../strings/text.ts'
import { formatCount } from '../../../ui/format/size.ts'
import { stopListing } from '../list-folder.ts'
import type { Pane } from '../pane.ts'
import type { Search, Tab } from '../pane-state.ts'
import { isSearching } from '../tab-rows.ts'
import { asksForTags, isFlat, keepSearch, leaveSearch, queryProblem, searchBelow, stepOutOfSearch } from './search.ts'

export interface SearchBarProps {
  readonly pane: Pane
  readonly tab: Tab
  /** The display name of the tab's mount. */
  readonly label: string
  readonly field: RefObject<HTMLInputElement | null>
  readonly onFocusGrid: () => void
}

/** Shown above the rows: the query of the search below the folder, and its progress. */
export function SearchBar(props: SearchBarProps) {
  const { tab } = props
  if (isFlat(tab)) return <FlatBar {...props} />
  return tab.search ? <OpenSearchBar key={`${tab.id}`} {...props} search={tab.search} /> : null
}

/** Tells that all files below the folder are shown, with the progress. */
function FlatBar({ pane, tab, label, onFocusGrid }: SearchBarProps) {
  if (!tab.search) return null
  return (
    <section aria-label={text('flat.bar')} className="flex flex-col gap-1 border-b border-line px-3 py-1.5">
      <div className="flex items-center gap-2">
        <p className="min-w-0 flex-1 text-small text-ink-2">
          <Progress pane={pane} tab={tab} label={label} search={tab.search} />
        </p>
        {!tab.search.isKept && (
          <button type="button" className="btn" onClick={() => keepSearch(pane)}>
            {text('find.keep')}
          </button>
        )}
        <button
          type="button"
          className="icon-btn"
          aria-label={text('flat.close')}
          title={text('flat.close')}
          onClick={() => {
            leaveSearch(pane)
            onFocusGrid()
          }}
        >
          <X aria-hidden className="size-3.5" />
        </button>
      </div>
      <Skipped tab={tab} />
    </section>
  )
}

const typingPauseMs = 300

function OpenSearchBar({ pane, tab, label, field, onFocusGrid, search }: SearchBarProps & { readonly search: Search }) {
  const problemId = useId()
  const [typed, setTyped] = useState(search.query)
  const problem = queryProblem(typed, search.inContents)
  useFirstFocus(field, search)
  useSearchWhileTyping(pane, search, typed)

  function begin(inContents: boolean) {
    const query = typed.trim()
    if (query !== '' && !queryProblem(query, inContents)) searchBelow(pane, { query, inContents })
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Enter') {
      if (typed.trim() !== search.query) begin(search.inContents)
      if (problem === undefined && typed.trim() !== '') onFocusGrid()
    } else if (event.key === 'ArrowDown') onFocusGrid()
    else if (event.key === 'Escape') {
      stepOutOfSearch(pane)
      onFocusGrid()
    } else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <search aria-label={text('find.bar')} className="flex flex-col gap-1.5 border-b border-line px-3 py-2">
      <div className="flex flex-wrap items-center gap-2">
        <div className="relative min-w-40 flex-1">
          <SearchIcon aria-hidden className="absolute top-2 start-2.5 size-3.5 text-ink-3" />
          <input
            ref={field}
            className={`field pe-8 ps-8 ${problem === undefined ? '' : 'border-bad'}`}
            aria-label={text('find.field')}
            aria-invalid={problem !== undefined}
            aria-describedby={problemId}
            placeholder={text('find.hint')}
            title={text('find.help')}
            value={typed}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => setTyped(event.target.value)}
            onKeyDown={onKeyDown}
          />
          <button
            type="button"
            className="icon-btn absolute top-0.5 end-0.5"
            aria-label={text('find.close')}
            title={text('find.close')}
            onClick={() => {
              leaveSearch(pane)
              onFocusGrid()
            }}
          >
            <X aria-hidden className="size-3.5" />
          </button>
        </div>
        <button
          type="button"
          className={`btn ${search.inContents ? 'border-sea bg-sea-soft text-sea-ink' : ''}`}
          aria-pressed={search.inContents}
          onClick={() => begin(!search.inContents)}
        >
          {text('find.contents')}
        </button>
        {!search.isKept && (
          <button type="button" className="btn" disabled={!isSearching(tab)} onClick={() => keepSearch(pane)}>
            {text('find.keep')}
          </button>
        )}
      </div>
      <p id={problemId} className={`text-small ${problem === undefined ? 'text-ink-2' : 'text-bad'}`}>
        {problem ??
          (isSearching(tab) ? <Progress pane={pane} tab={tab} label={label} search={search} /> : text('find.help'))}
      </p>
      <Skipped tab={tab} />
    </search>
  )
}

function Progress({ pane, tab, label, search }: Pick<SearchBarProps, 'pane' | 'tab' | 'label'> & { search: Search }) {
  const { listing } = tab
  const parts = [
    ...(isFlat(tab) ? flatWords(tab, label) : foundWords(tab, label, search)),
    ...(listing.kind === 'ready' && listing.isStopped ? [text('find.stopped')] : []),
  ]
  return (
    <>
      {parts.join(' · ')}
      {listing.kind === 'loading' && (
        <>
          {' · '}
          <button type="button" className="rounded-sm text-sea underline" onClick={() => stopListing(pane, tab.id)}>
            {text('find.stop')}
          </button>
        </>
      )}
    </>
  )
}

function foundWords(tab: Tab, label: string, search: Search): readonly string[] {
  const place = [label, ...pathSegments(tab.location.path)].join(' › ')
  return [
    text(search.inContents ? 'find.text-in' : 'find.names-in', { place }),
    text('find.found', { count: tab.view.index.count, looked: formatCount(tab.searched.looked) }),
    ...(asksForTags(search) ? [text('find.tags-cost')] : []),
  ]
}

function flatWords({ location, view }: Tab, label: string): readonly string[] {
  const place = baseName(location.path) || label
  return [text('flat.title', { place }), text('flat.found', { count: view.index.count })]
}

/** Lists what could not be searched, and why. */
function Skipped({ tab }: { readonly tab: Tab }) {
  const { skippedCount, skipped } = tab.searched
  if (!isSearching(tab) || skippedCount === 0) return null
  const more = skippedCount - skipped.length
  return (
    <details className="text-small text-warn">
      <summary className="w-fit rounded-sm">{text('find.skipped', { count: skippedCount })}</summary>
      <ul className="max-h-24 overflow-auto ps-4 text-ink-2">
        {skipped.map(({ path, failure }) => (
          <li key={path} className="break-words">
            {path}: {failureReason(failure.kind)}
          </li>
        ))}
        {more > 0 && <li>{text('find.skipped-more', { count: more })}</li>}
      </ul>
    </details>
  )
}

/** A new search field receives the focus; a tab with kept results does not. */
function useFirstFocus(field: RefObject<HTMLInputElement | null>, { query }: Search) {
  const [isFresh] = useState(query === '')
  useEffect(() => {
    if (isFresh) field.current?.focus()
  }, [field, isFresh])
}

/** A search for names starts when the user pauses typing. A search in contents is slower, so it waits for Enter. */
function useSearchWhileTyping(pane: Pane, { query, inContents, isKept }: Search, typed: string) {
  const wanted = typed.trim()
  useEffect(() => {
    if (wanted === query || inContents || isKept || queryProblem(wanted, inContents) !== undefined) {
      return undefined
    }
    const timer = setTimeout(() => searchBelow(pane, { query: wanted, inContents }), typingPauseMs)
    return () => clearTimeout(timer)
  }, [pane, wanted, query, inContents, isKept])
}
