import { Tabs } from '@base-ui/react/tabs'
import { Pin, X } from 'lucide-react'
import { type ReactNode, type RefObject, useEffect, useRef } from 'react'
import { text } from '../../strings/text.ts'

export const inspectorTabs = ['facts', 'versions', 'share'] as const
export type InspectorTabName = (typeof inspectorTabs)[number]

export interface InspectorProps {
  readonly title: string
  /** The icon of the entry; none when several are selected. */
  readonly icon: ReactNode
  readonly summary: string
  readonly facts: readonly Fact[]
  /** Shown above the facts, and rendered only together with them. */
  readonly preview: ReactNode
  /** Shown below the facts. */
  readonly permissions: ReactNode
  /** The contents of the other tabs. Each is rendered, and so loads its data, only while its tab is open. */
  readonly versions: ReactNode
  readonly share: ReactNode
  readonly tab: InspectorTabName
  readonly onTab: (tab: InspectorTabName) => void
  readonly onClose: () => void
  /** Keeps this file in the inspector while the cursor moves; undefined if no file is shown. */
  readonly pin: { readonly isPinned: boolean; readonly onPin: () => void } | undefined
  /** True if the focus should move to the tabs. */
  readonly isFocusWanted: boolean
  /** Called when the focus enters the inspector, and when it should return to the files. */
  readonly onEnter: () => void
  readonly onLeave: () => void
}

export interface Fact {
  readonly label: string
  readonly value: ReactNode
}

/** Shows what is known about the entry under the cursor, or about all selected entries. */
export function Inspector(props: InspectorProps) {
  const { summary, facts, preview, versions, share, tab, onTab, isFocusWanted, onEnter, onLeave } = props
  const aside = useRef<HTMLElement>(null)
  useFocusPassing(aside, { isFocusWanted, onEnter, onLeave })
  return (
    <aside
      ref={aside}
      aria-label={text('app.inspector')}
      data-inspector
      className="flex h-full w-69 shrink-0 flex-col overflow-auto border-s border-line bg-panel px-3.5 py-3 @max-[73.75rem]/window:absolute @max-[73.75rem]/window:inset-y-0 @max-[73.75rem]/window:end-0 @max-[73.75rem]/window:z-10 @max-[73.75rem]/window:shadow-float"
    >
      <Head {...props} />
      <p className="text-ink-2">{summary}</p>
      <Tabs.Root value={tab} onValueChange={(next) => onTab(next as InspectorTabName)} className="contents">
        <Tabs.List className="mt-2.5 mb-3 flex h-7 shrink-0 overflow-hidden rounded-lg border border-line">
          {inspectorTabs.map((each) => (
            <Tabs.Tab
              key={each}
              value={each}
              className="flex-1 text-ink-2 -outline-offset-2 hover:bg-row data-[active]:bg-sea-soft data-[active]:font-semibold data-[active]:text-sea-ink"
            >
              {text(`inspector.${each}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="facts">
          {preview}
          <FactList facts={facts} />
          {props.permissions}
        </Tabs.Panel>
        <Tabs.Panel value="versions" className="text-ink-2">
          {versions}
        </Tabs.Panel>
        <Tabs.Panel value="share" className="text-ink-2">
          {share}
        </Tabs.Panel>
      </Tabs.Root>
    </aside>
  )
}

function Head({ title, icon, pin, onClose }: Pick<InspectorProps, 'title' | 'icon' | 'pin' | 'onClose'>) {
  return (
    <div className="flex items-start gap-2">
      {icon && <span className="grid h-5 w-4 shrink-0 place-items-center">{icon}</span>}
      <h2 className="min-w-0 flex-1 text-sm font-semibold break-words">{title}</h2>
      {pin && (
        <button
          type="button"
          className={`icon-btn ${pin.isPinned ? 'text-sea' : ''}`}
          aria-label={text('inspector.keep')}
          aria-pressed={pin.isPinned}
          title={text('inspector.keep')}
          onClick={pin.onPin}
        >
          {pin.isPinned ? <Pin aria-hidden className="size-4 fill-current" /> : <Pin aria-hidden className="size-4" />}
        </button>
      )}
      <button
        type="button"
        className="icon-btn @min-[73.75rem]/window:hidden"
        aria-label={text('inspector.close')}
        onClick={onClose}
      >
        <X aria-hidden className="size-4" />
      </button>
    </div>
  )
}

function FactList({ facts }: Pick<InspectorProps, 'facts'>) {
  return (
    <dl className="flex flex-col gap-2">
      {facts.map(({ label, value }) => (
        <div key={label}>
          <dt className="text-tiny text-ink-3">{label}</dt>
          <dd className="break-words select-text">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** Moves the focus in on request, reports when it enters, and returns it to the files on Escape. */
function useFocusPassing(
  aside: RefObject<HTMLElement | null>,
  { isFocusWanted, onEnter, onLeave }: Pick<InspectorProps, 'isFocusWanted' | 'onEnter' | 'onLeave'>,
): void {
  useEffect(() => {
    if (isFocusWanted) aside.current?.querySelector<HTMLElement>('[role=tab][aria-selected=true]')?.focus()
  }, [aside, isFocusWanted])
  useEffect(() => {
    const element = aside.current
    const onKey = (event: KeyboardEvent) => event.key === 'Escape' && onLeave()
    element?.addEventListener('focusin', onEnter)
    element?.addEventListener('keydown', onKey)
    return () => {
      element?.removeEventListener('focusin', onEnter)
      element?.removeEventListener('keydown', onKey)
    }
  })
}
