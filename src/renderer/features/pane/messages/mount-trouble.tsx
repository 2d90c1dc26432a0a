/** Messages of a pane about its mount: it cannot be opened, or its secret is stored in plain text. */
import { useState } from 'react'
import type { MountInfo } from '../../../../contract/api/mounts.ts'
import type { CommandId } from '../../../../contract/command-list.ts'
import type { Failure } from '../../../../contract/failure.ts'
import { failureText } from '../../../strings/failures.ts'
import { text, type TextKey } from '../../../strings/text.ts'

interface MountTroubleProps {
  readonly mount: MountInfo | undefined
  readonly run: (command: CommandId) => void
}

/** Offers the actions that may repair the mount itself. */
export function MountWaysOn({ mount, failure, run }: MountTroubleProps & { readonly failure: Failure }) {
  if (!mount || mount.builtIn) return null
  const isSignIn = failure.kind === 'sign-in'
  const isLocked = isSignIn && mount.secrets === 'file' && lacksSecret(failure)
  const canGive = isSignIn && !failure.remedy && mount.secrets !== undefined && mount.secrets !== 'inline'
  const ways: readonly (readonly [CommandId, TextKey])[] = [
    ...(failure.remedy ? [['mount.trust', 'failed.trust'] as const] : []),
    ...(isLocked ? [['mount.unlock', 'failed.unlock'] as const] : []),
    ...(canGive ? [['mount.give-secrets', 'failed.give-secrets'] as const] : []),
    ['mount.edit', 'failed.edit-mount'],
  ]
  const isFirst = (at: number) => at === 0 && lacksSecret(failure)
  return ways.map(([id, key], at) => (
    <button key={id} type="button" className={`btn ${isFirst(at) ? 'btn-primary' : ''}`} onClick={() => run(id)}>
      {text(key)}
    </button>
  ))
}

/** For these kinds of failure, the store's own message is the most helpful. */
const saysBest: ReadonlySet<Failure['kind']> = new Set(['denied', 'sign-in', 'unreachable', 'bad-input'])

export function failedWords(failure: Failure, place: string, label: string) {
  const { title, advice } = failureText(failure, `“${place}”`)
  return {
    title: lacksSecret(failure) ? text('failed.secrets-title', { name: `“${label}”` }) : title,
    advice: saysBest.has(failure.kind) ? failure.message : advice,
  }
}

/** Tells whether the secret could not be read from its place, so that the sign-in was never attempted. */
export function lacksSecret({ kind, operation }: Failure): boolean {
  return kind === 'sign-in' && (operation === 'credentials' || operation === 'mounts.secrets')
}

/** Warns about a secret in plain text. The user can dismiss the warning. */
export function InlineSecretBar({ mount, run }: MountTroubleProps) {
  const [quiet, setQuiet] = useState<ReadonlySet<string>>(new Set())
  if (mount?.secrets !== 'inline' || quiet.has(mount.name)) return null
  return (
    <div className="flex flex-wrap items-center gap-2 border-b border-line bg-row px-3 py-1.5 text-small">
      <span className="min-w-40 flex-1">{text('mounts.inline-secret', { name: mount.label ?? mount.name })}</span>
      <button type="button" className="btn" onClick={() => run('mount.move-secrets')}>
        {text('mounts.inline-move')}
      </button>
      <button type="button" className="btn" onClick={() => setQuiet(new Set([...quiet, mount.name]))}>
        {text('mounts.inline-later')}
      </button>
    </div>
  )
}
