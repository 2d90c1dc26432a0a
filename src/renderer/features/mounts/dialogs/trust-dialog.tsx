import { useEffect, useState } from 'react'
import type { MountInfo } from '../../../../contract/api/mounts.ts'
import type { Failure } from '../../../../contract/failure.ts'
import { text } from '../../../strings/text.ts'
import { DialogBox, DialogButtons } from '../../../ui/dialog.tsx'
import { changeMount, checkMount, reasonOf } from '../mount-actions.ts'
import type { Mounts } from '../mounts-store.ts'

export interface TrustDialogProps {
  readonly mounts: Mounts
  readonly mount: MountInfo
  readonly onDone: () => void
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

type Look = { readonly kind: 'looking' } | { readonly kind: 'seen'; readonly failure: Failure | undefined } | Failed
interface Failed {
  readonly kind: 'failed'
  readonly reason: string
}

/** Shows the key of a server and asks whether to trust it. Only a click on the button confirms. */
export function TrustDialog({ mounts, mount, onDone, onClose, returnFocus }: TrustDialogProps) {
  const { name, label = name } = mount
  const [look, setLook] = useState<Look>({ kind: 'looking' })
  useEffect(() => {
    const left = new AbortController()
    checkMount(mounts, name, left.signal).then(
      (failure) => setLook({ kind: 'seen', failure }),
      (error: unknown) => {
        if (!left.signal.aborted) setLook({ kind: 'failed', reason: reasonOf(error, label) })
      },
    )
    return () => left.abort()
  }, [mounts, name, label])
  const remedy = look.kind === 'seen' ? look.failure?.remedy : undefined

  async function trust() {
    if (!remedy) return
    try {
      await changeMount(mounts, name, { [remedy.key]: remedy.value })
      onClose()
      onDone()
    } catch (error) {
      setLook({ kind: 'failed', reason: reasonOf(error, label) })
    }
  }

  return (
    <DialogBox
      name={text('trust.title')}
      heading={text('trust.heading', { name: label })}
      onClose={onClose}
      returnFocus={returnFocus}
    >
      <p role="status" className="text-ink-2 [overflow-wrap:anywhere] select-text">
        {look.kind === 'failed' ? look.reason : remedy ? remedy.question : sentenceOf(look)}
      </p>
      {remedy && <p className="text-small text-ink-3">{text('trust.about')}</p>}
      <DialogButtons>
        <button type="button" className="btn" onClick={onClose}>
          {text('dialog.cancel')}
        </button>
        {remedy && (
          <button type="button" className="btn btn-primary" onClick={() => void trust()}>
            {text('trust.submit')}
          </button>
        )}
      </DialogButtons>
    </DialogBox>
  )
}

function sentenceOf(look: Exclude<Look, Failed>): string {
  if (look.kind === 'looking') return text('trust.looking')
  return look.failure?.message ?? text('trust.nothing')
}
