import type { Contract } from '../../../../contract/contract.ts'
import { locationText } from '../../../ui/format/location-text.ts'
import type { Client } from '../../../../rpc/client.ts'
import { text } from '../../../strings/text.ts'
import { useDateFormat } from '../../../ui/hooks/use-date-format.ts'
import { usePages } from '../../../ui/hooks/use-pages.ts'
import { type FileState, stateOfVersion } from '../../../content/read/file-state.ts'

export interface StateChoiceProps {
  readonly client: () => Client<Contract>
  readonly label: string
  readonly state: FileState
  readonly onChange: (state: FileState) => void
}

/** Shows which version is compared. If the file has several, another one can be selected. */
export function StateChoice(props: StateChoiceProps) {
  const labelOf = useStateLabel()
  return props.state.version ? (
    <VersionChoice {...props} />
  ) : (
    <span className="state-pill min-w-0 truncate" title={locationText(props.state.location)}>
      {labelOf(props.state)}
    </span>
  )
}

function VersionChoice({ client, label, state, onChange }: StateChoiceProps) {
  const { location } = state
  const labelOf = useStateLabel()
  const pages = usePages((signal) => client().versions.list({ location }, { signal }), locationText(location))
  const states = pages.items
    .filter(({ kind }) => kind === 'version')
    .map((version) => stateOfVersion(location, version))
  const isListed = states.some(({ version }) => version?.id === state.version?.id)
  return (
    <select
      aria-label={label}
      className="state-pill"
      value={state.version?.id}
      onChange={(event) => {
        const chosen = states.find(({ version }) => version?.id === event.target.value)
        if (chosen) onChange(chosen)
      }}
    >
      {(isListed ? states : [state, ...states]).map((each) => (
        <option key={each.version?.id} value={each.version?.id}>
          {labelOf(each)}
        </option>
      ))}
    </select>
  )
}

/** Returns a short label for a state: `current, today 10:42`, or the location of a file in another folder. */
export function useStateLabel(): (state: FileState) => string {
  const dates = useDateFormat()
  return ({ location, version, modifiedMs }) => {
    if (!version) return locationText(location)
    const when = modifiedMs === undefined ? text('versions.unknown-time') : dates.precise(modifiedMs)
    return version.isCurrent ? text('compare.current', { when }) : when
  }
}
