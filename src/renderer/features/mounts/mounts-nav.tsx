import { Plus, TriangleAlert } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useStore } from 'zustand'
import type { MountGroup, MountHealth, MountInfo, MountProblem } from '../../../contract/api/mounts.ts'
import { mountGroups } from '../../../contract/choices.ts'
import { localized } from '../../strings/locale.ts'
import { text } from '../../strings/text.ts'
import { focusablesIn, useArrowFocus } from '../../ui/arrow-focus.ts'
import { placeColor } from '../../ui/mount-color.ts'
import type { Mounts } from './mounts-store.ts'
import { reordering } from './reordering.ts'
import { placeStyle } from '../../ui/place-style.ts'

export interface MountsNavProps {
  readonly mounts: Mounts
  /** The name of the mount that the active pane shows. */
  readonly current: string
  readonly onOpen: (mount: MountInfo) => void
  readonly onAdd: () => void
  /** Moves a mount one position up or down. */
  readonly onMove: (name: string, step: 1 | -1) => void
  /** Moves a mount to the position of another one. */
  readonly onDrop: (name: string, target: string) => void
  /** The content below the mounts. */
  readonly children?: ReactNode
}

export function MountsNav({ mounts, current, onOpen, onAdd, onMove, onDrop, children }: MountsNavProps) {
  const state = useStore(mounts.state)
  const [nav, setNav] = useState<HTMLElement | null>(null)
  useArrowFocus(nav, (element) => focusablesIn(element).map((each) => [each]))
  return (
    <nav
      ref={setNav}
      aria-label={text('mounts.title')}
      data-mounts
      className="flex h-full min-w-0 flex-col overflow-auto border-e border-line px-2 py-2.5"
    >
      {state.kind === 'loading' && <p className="mx-2 my-3 text-small text-ink-3">{text('mounts.loading')}</p>}
      {state.kind === 'ready' &&
        mountGroups.map((group) => (
          <MountList
            key={group}
            group={group}
            mounts={state.mounts.filter((mount) => mount.group === group)}
            current={current}
            onOpen={onOpen}
            onMove={onMove}
            onDrop={onDrop}
          />
        ))}
      {children}
      <button
        type="button"
        className="flex h-7.5 shrink-0 items-center gap-1.5 rounded-[7px] px-2 text-sea hover:bg-row"
        onClick={onAdd}
      >
        <Plus aria-hidden className="size-3.5" />
        {text('mounts.add')}
      </button>
      {state.kind === 'ready' && state.problems.length > 0 && <Problems problems={state.problems} />}
    </nav>
  )
}

interface MountListProps extends Pick<MountsNavProps, 'onMove' | 'onDrop'> {
  readonly group: MountGroup
  readonly mounts: readonly MountInfo[]
  readonly current: string
  readonly onOpen: (mount: MountInfo) => void
}

function MountList({ group, mounts, current, onOpen, onMove, onDrop }: MountListProps) {
  if (mounts.length === 0) return null
  return (
    <>
      <h2 className="mx-2 mt-3 mb-1 text-tiny font-semibold tracking-[0.3px] text-ink-3">
        {text(`mounts.group.${group}`)}
      </h2>
      <ul>
        {mounts.map((mount, at) => (
          <li key={mount.name} data-mount={mount.name} {...reordering(mount, group, { onMove, onDrop })}>
            <button
              type="button"
              aria-label={mount.label ?? mount.name}
              aria-current={mount.name === current ? 'true' : undefined}
              aria-describedby={mount.health && mount.health.state !== 'unknown' ? healthId(mount) : undefined}
              className={`flex h-7.5 w-full min-w-0 items-center gap-2.25 rounded-[7px] px-2 hover:bg-row ${mount.name === current ? 'bg-row' : ''}`}
              style={placeStyle(placeColor(mount.group, at, mount.color))}
              onClick={() => onOpen(mount)}
            >
              <i aria-hidden className="flag" />
              <span className="max-w-[80%] shrink-0 truncate">{mount.label ?? mount.name}</span>
              <small className="ms-auto min-w-0 truncate text-tiny text-ink-3">
                {mount.readOnly ? text('mounts.read-only') : mount.hint !== undefined && localized(mount.hint)}
              </small>
              {mount.health && <HealthDot health={mount.health} />}
            </button>
            {mount.health && (
              <span id={healthId(mount)} hidden>
                {healthText(mount.health)}
              </span>
            )}
          </li>
        ))}
      </ul>
    </>
  )
}

/** The state is also given as text: in the button's description and in the tooltip. */
function HealthDot({ health }: { readonly health: MountHealth }) {
  if (health.state === 'unknown') return <i aria-hidden className="size-1.5 shrink-0" />
  return (
    <i
      aria-hidden
      title={healthText(health)}
      data-health={health.state}
      className={`size-1.5 shrink-0 rounded-full ${dotColors[health.state]}`}
    />
  )
}

const dotColors = { ok: 'bg-ok', slow: 'bg-warn', refused: 'bg-warn', failing: 'bg-warn', open: 'bg-bad' } as const

function healthText({ state, failure }: MountHealth): string {
  if (state === 'unknown') return ''
  const said = text(`health.${state}`)
  return failure === undefined ? said : text('health.because', { state: said, failure })
}

function healthId({ name }: MountInfo): string {
  return `health-${encodeURIComponent(name)}`
}

function Problems({ problems }: { readonly problems: readonly MountProblem[] }) {
  return (
    <details className="mx-1 mt-3 rounded-lg border border-line bg-panel p-2 text-small">
      <summary className="text-warn">
        <TriangleAlert aria-hidden className="me-1 inline size-3.5 align-text-bottom" />
        {text('mounts.problems', { count: problems.length })}
      </summary>
      <ul className="mt-1 space-y-2">
        {problems.map((problem) => (
          <li key={`${problem.file}:${problem.line ?? ''}:${problem.message}`} className="break-words">
            {problem.name !== undefined && <b className="font-semibold">{problem.name}: </b>}
            {problem.message}
            <br />
            <span className="text-ink-3">
              {problem.line === undefined
                ? problem.file
                : text('mounts.problem-at', { file: problem.file, line: problem.line })}
            </span>
          </li>
        ))}
      </ul>
    </details>
  )
}
