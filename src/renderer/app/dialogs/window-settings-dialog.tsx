import { say } from '../../commands/window-state.ts'
import { SettingsDialog } from '../../features/settings/settings-dialog.tsx'
import { failureOf } from '../../../contract/failure.ts'
import type { SettingKey } from '../../../contract/settings/settings.ts'
import { text } from '../../strings/text.ts'
import type { WindowModel } from '../compose.ts'
import { copyPath } from './copy-path.ts'
import { settingsParts } from './settings-parts.tsx'

export interface WindowSettingsDialogProps {
  readonly model: WindowModel
  readonly at: SettingKey | undefined
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

/** The settings, with the parts of other features and a button that opens the settings file. */
export function WindowSettingsDialog({ model, ...frame }: WindowSettingsDialogProps) {
  const { about } = model.window.getState()
  const isDesktop = about?.abilities.includes('desktop') ?? false
  return (
    <SettingsDialog
      {...frame}
      preferences={model.preferences}
      parts={settingsParts(model)}
      footer={
        <>
          {about && <span className="text-small text-ink-3">{text('settings.about', { version: about.version })}</span>}
          <button
            type="button"
            className="btn me-auto"
            onClick={() => void (isDesktop ? openFile : copyFilePath)(model)}
          >
            {text(isDesktop ? 'settings.open-file' : 'settings.copy-path')}
          </button>
        </>
      }
    />
  )
}

async function openFile(model: WindowModel): Promise<void> {
  try {
    await model.link.client().settings.openFile({})
  } catch (error) {
    say(model.window, failureOf(error, 'settings.openFile').message, { isProblem: true })
  }
}

async function copyFilePath(model: WindowModel): Promise<void> {
  try {
    const { path } = await model.link.client().settings.get({})
    await copyPath(model, path)
  } catch (error) {
    say(model.window, failureOf(error, 'settings.get').message, { isProblem: true })
  }
}
