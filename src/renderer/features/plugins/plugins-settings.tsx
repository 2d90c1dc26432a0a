import { pluginsTexts } from '../../strings/en/en-plugins.ts'
import { addTexts, text } from '../../strings/text.ts'
import { FailureNote } from '../../ui/failure-note.tsx'
import { PluginRow } from './plugin-row.tsx'
import { type GetClient, usePlugins } from './use-plugins.ts'

addTexts(pluginsTexts)

export interface PluginsSettingsProps {
  readonly client: GetClient
  readonly isDesktop: boolean
  /** Opens the folder, or copies its path to the clipboard if there is no desktop. */
  readonly onFolder: (folder: string) => void
}

export function PluginsSettings({ client, isDesktop, onFolder }: PluginsSettingsProps) {
  const { found, failed, isBusy, lookAgain, enable, disable } = usePlugins(client)
  const { folder, plugins } = found ?? {}
  return (
    <section aria-label={text('settings.group.plugins')}>
      <p className="text-ink-2">{text('plugins.about')}</p>
      {failed && failed.name === undefined && <FailureNote failure={failed.failure} onAgain={lookAgain} />}
      {plugins?.length === 0 && <p className="py-2">{text('plugins.none')}</p>}
      {plugins && plugins.length > 0 && (
        <ul aria-label={text('plugins.list')}>
          {plugins.map((plugin) => (
            <PluginRow
              key={plugin.name}
              plugin={plugin}
              failure={failed?.name === plugin.name ? failed.failure.message : undefined}
              isBusy={isBusy}
              onEnable={() => void enable(plugin.name)}
              onDisable={() => void disable(plugin.name)}
            />
          ))}
        </ul>
      )}
      {folder !== undefined && (
        <>
          <p className="mt-2 text-small break-all text-ink-3 select-text">{folder}</p>
          <div className="mt-1.5 flex flex-wrap gap-2">
            <button type="button" className="btn" onClick={() => onFolder(folder)}>
              {text(isDesktop ? 'plugins.open-folder' : 'plugins.copy-folder')}
            </button>
            <button type="button" className="btn" disabled={isBusy} onClick={lookAgain}>
              {text('plugins.look-again')}
            </button>
          </div>
        </>
      )}
    </section>
  )
}
