import { type ReactNode, useRef, useState } from 'react'
import type { Capabilities } from '../../../contract/capabilities.ts'
import type { Contract } from '../../../contract/contract.ts'
import type { ContainerFacts, LifecycleRule } from '../../../contract/facets.ts'
import { failureOf } from '../../../contract/failure.ts'
import { formatLocation, type Location } from '../../../contract/location.ts'
import type { Client } from '../../../rpc/client.ts'
import { text } from '../../strings/text.ts'
import { DialogBox, DialogButtons } from '../../ui/dialog.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { useAnswer } from '../../ui/hooks/use-answer.ts'
import { LifecycleRules } from './lifecycle-rules.tsx'
import { UnfinishedUploads } from './unfinished-uploads.tsx'

export interface ContainerDialogProps {
  readonly client: () => Client<Contract>
  readonly location: Location
  readonly capabilities: Capabilities | undefined
  readonly canWrite: boolean
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

/** Shows the facts of the bucket or container that stores the files of a mount, and its automatic rules. */
export function ContainerDialog(props: ContainerDialogProps) {
  const { client, location, capabilities, canWrite, onClose, returnFocus } = props
  const [answer, again] = useAnswer(
    (signal) => client().containers.read({ location }, { signal }),
    formatLocation(location),
  )
  const [hasSwitched, setHasSwitched] = useState(false)
  const [problem, setProblem] = useState<string>()
  const close = useRef<HTMLButtonElement>(null)
  const facts = answer.kind === 'ready' ? answer.value : undefined

  async function change(work: Promise<unknown>) {
    setProblem(undefined)
    try {
      await work
    } catch (error) {
      setProblem(failureOf(error).message)
    }
    again()
  }

  return (
    <DialogBox
      name={text('container.title')}
      heading={facts ? text('container.heading', { name: facts.name }) : text('container.title')}
      isWide
      onClose={onClose}
      returnFocus={returnFocus}
      initialFocus={close}
    >
      {answer.kind === 'loading' && <p role="status">{text('container.loading')}</p>}
      {answer.kind === 'failed' && <FailureNote failure={answer.failure} onAgain={again} />}
      {problem !== undefined && (
        <p role="alert" className="break-words text-bad">
          {problem}
        </p>
      )}
      {facts?.region !== undefined && (
        <p className="text-ink-2">
          {text('container.region')}: {facts.region}
        </p>
      )}
      {facts && (
        <Settings
          facts={facts}
          capabilities={capabilities}
          canWrite={canWrite}
          hasSwitched={hasSwitched && problem === undefined}
          onVersioning={(to) => {
            setHasSwitched(true)
            void change(client().containers.setVersioning({ location, to }))
          }}
          onLifecycle={(rules) => void change(client().containers.setLifecycle({ location, rules: [...rules] }))}
        />
      )}
      {capabilities?.facets.includes('uploads') && (
        <Part title={text('container.uploads')} right={undefined}>
          <UnfinishedUploads client={client} location={location} canWrite={canWrite} />
        </Part>
      )}
      <DialogButtons>
        <button ref={close} type="button" className="btn btn-primary" onClick={onClose}>
          {text('dialog.close')}
        </button>
      </DialogButtons>
    </DialogBox>
  )
}

interface SettingsProps {
  readonly facts: ContainerFacts
  readonly capabilities: Capabilities | undefined
  readonly canWrite: boolean
  /** The user switched versioning in this dialog. */
  readonly hasSwitched: boolean
  readonly onVersioning: (to: 'on' | 'suspended') => void
  readonly onLifecycle: (rules: readonly LifecycleRule[]) => void
}

/** Shows the automatic behaviour of the store: versioning, and rules that move or delete old files. */
function Settings({ facts, capabilities, canWrite, hasSwitched, onVersioning, onLifecycle }: SettingsProps) {
  const { versioning, lifecycle, withheld } = facts
  const can = capabilities?.container
  return (
    <>
      <Part title={text('container.versioning')} right={withheld['versioning']}>
        {versioning && (
          <Versioning
            versioning={versioning}
            canChange={canWrite && (can?.canSetVersioning ?? false)}
            onSet={onVersioning}
          />
        )}
        {hasSwitched && <p className="text-small text-ink-2">{text('container.switched')}</p>}
      </Part>
      <Part title={text('container.lifecycle')} right={withheld['lifecycle']}>
        {lifecycle && (
          <LifecycleRules
            rules={lifecycle}
            capabilities={capabilities}
            canChange={canWrite && (can?.canSetLifecycle ?? false)}
            onChange={onLifecycle}
          />
        )}
      </Part>
    </>
  )
}

interface PartProps {
  readonly title: string
  /** The name of the permission that is missing to read this setting. */
  readonly right: string | undefined
  readonly children: ReactNode
}

function Part({ title, right, children }: PartProps) {
  return (
    <section className="mt-3 flex flex-col gap-1">
      <h3 className="text-small font-semibold text-ink-2">{title}</h3>
      {right === undefined ? children : <p className="text-warn">{text('container.withheld', { right })}</p>}
    </section>
  )
}

interface VersioningProps {
  readonly versioning: NonNullable<ContainerFacts['versioning']>
  readonly canChange: boolean
  readonly onSet: (to: 'on' | 'suspended') => void
}

function Versioning({ versioning, canChange, onSet }: VersioningProps) {
  const isOn = versioning === 'on'
  return (
    <div className="flex items-center gap-3">
      <p className="flex-1">{text(`container.versioning.${versioning}`)}</p>
      {canChange && (
        <button type="button" className="btn" onClick={() => onSet(isOn ? 'suspended' : 'on')}>
          {text(isOn ? 'container.suspend' : 'container.switch-on')}
        </button>
      )}
    </div>
  )
}
