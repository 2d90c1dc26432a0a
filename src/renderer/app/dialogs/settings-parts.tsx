import { useStore } from 'zustand'
import { conflictChoices } from '../../../contract/choices.ts'
import { failureOf } from '../../../contract/failure.ts'
import { runCommand } from '../../commands/catalogue.ts'
import { KeysPart, wordsOfKeys } from '../../commands/keymap/keys-part.tsx'
import { say } from '../../commands/window-state.ts'
import { PluginsSettings } from '../../features/plugins/plugins-settings.tsx'
import { forgetPlaces } from '../../features/pane/forget-places.ts'
import { Row } from '../../features/settings/setting-row.tsx'
import type { SettingsPart } from '../../features/settings/settings-dialog.tsx'
import { LinkServerSettings } from '../../features/share/server/link-server-settings.tsx'
import { conflictOf, withConflict } from '../../features/transfers/dialogs/copy-choice.ts'
import { LimitsForm } from '../../features/transfers/dock/limits-popover.tsx'
import { text } from '../../strings/text.ts'
import { changePlaces } from '../../commands/change-places.ts'
import type { WindowModel } from '../compose.ts'
import { copyPath } from './copy-path.ts'

/**
 * Returns the parts of the settings that are not in the settings file: limits of the queue, default answers to
 * conflicts, keyboard shortcuts, and links.
 */
export function settingsParts(model: WindowModel): readonly SettingsPart[] {
  const isBrowser = !(model.window.getState().about?.abilities.includes('desktop') ?? false)
  const onPluginFolder = (folder: string) => void (isBrowser ? copyPath(model, folder) : openPluginFolder(model))
  return [
    {
      id: 'limits',
      group: 'transfers',
      words: [text('limits.jobs'), text('limits.rate')],
      content: () => <TransferLimits model={model} />,
    },
    {
      id: 'taken-names',
      group: 'transfers',
      words: [text('settings.taken-kept'), text('settings.taken-elsewhere')],
      content: () => <TakenNames model={model} />,
    },
    {
      id: 'keys',
      group: 'keys',
      words: wordsOfKeys(model.preferences),
      content: (search) => <KeysPart preferences={model.preferences} search={search} isBrowser={isBrowser} />,
    },
    {
      id: 'add-mount',
      group: 'mounts',
      words: [text('settings.add-mount'), text('mounts.add')],
      content: () => <AddMount model={model} />,
    },
    {
      id: 'link-server',
      group: 'mounts',
      words: [text('link-server.title'), text('link-server.base')],
      content: () => <LinkServerSettings client={model.link.client} />,
    },
    {
      id: 'plugins',
      group: 'plugins',
      words: [text('settings.group.plugins'), text('plugins.about')],
      content: () => <PluginsSettings client={model.link.client} isDesktop={!isBrowser} onFolder={onPluginFolder} />,
    },
    {
      id: 'forget',
      group: 'privacy',
      words: [text('settings.forget'), text('settings.forget-now')],
      content: () => <Forget model={model} />,
    },
  ]
}

interface PartProps {
  readonly model: WindowModel
}

function TransferLimits({ model }: PartProps) {
  const { limits } = useStore(model.transfers.state)
  return (
    <div className="mb-2 max-w-70">
      <LimitsForm key={JSON.stringify(limits)} transfers={model.transfers} id="all" limits={limits} onDone={() => {}} />
    </div>
  )
}

/** If the target keeps versions, overwriting loses nothing, so it has a separate default. */
function TakenNames({ model }: PartProps) {
  const { copyChoice } = useStore(model.window)
  return [true, false].map((keepsVersions) => (
    <Row key={String(keepsVersions)} title={text(keepsVersions ? 'settings.taken-kept' : 'settings.taken-elsewhere')}>
      <select
        className="field w-44 max-w-full"
        value={conflictOf(copyChoice, keepsVersions)}
        onChange={({ target }) => {
          const next = conflictChoices.find((each) => each === target.value)
          if (next) model.window.setState({ copyChoice: withConflict(copyChoice, keepsVersions, next) })
        }}
      >
        {conflictChoices.map((each) => (
          <option key={each} value={each}>
            {text(`conflict.${each}`)}
          </option>
        ))}
      </select>
    </Row>
  ))
}

async function openPluginFolder(model: WindowModel): Promise<void> {
  try {
    await model.link.client().plugins.openFolder({})
  } catch (error) {
    say(model.window, failureOf(error, 'plugins.openFolder').message, { isProblem: true })
  }
}

function AddMount({ model }: PartProps) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-2 py-1.5">
      <span className="min-w-0">{text('settings.add-mount')}</span>
      <button type="button" className="btn" onClick={() => void runCommand(model, 'go.add-mount')}>
        {text('mounts.add')}
      </button>
    </div>
  )
}

function Forget({ model }: PartProps) {
  function forget() {
    for (const pane of Object.values(model.panes)) forgetPlaces(pane)
    void changePlaces(model, (now) => ({ ...now, recent: [] }))
    say(model.window, text('settings.forgotten'))
  }
  return (
    <div className="flex flex-wrap items-center justify-between gap-2 border-b border-line py-1.5">
      <span>{text('settings.forget')}</span>
      <button type="button" className="btn" onClick={forget}>
        {text('settings.forget-now')}
      </button>
    </div>
  )
}
