import { failureOf } from '../../../contract/failure.ts'
import { say } from '../../commands/window-state.ts'
import { openTabs } from '../../features/pane/navigate.ts'
import { keepWorkspace } from '../../features/places/places.ts'
import { text } from '../../strings/text.ts'
import type { WindowModel } from '../compose.ts'
import { layoutOf } from '../keep-layout.ts'
import { readLayout } from '../layout.ts'

/** Saves the tabs of both panes under a name. Resolves to a sentence if that fails. */
export async function keepWorkspaceNow(model: WindowModel, name: string): Promise<string | undefined> {
  const { left, right, leftPercent } = layoutOf(model)
  try {
    await model.places.change((places) => keepWorkspace(places, { name, arrangement: { left, right, leftPercent } }))
    return undefined
  } catch (error) {
    return text('places.not-kept', { reason: failureOf(error, 'settings.write').message })
  }
}

/** Replaces the open tabs with those of a workspace. */
export function openWorkspace(model: WindowModel, name: string): void {
  const kept = model.places.state.getState().workspaces.find((each) => each.name === name)
  if (!kept) return
  const { left, right, leftPercent } = readLayout(kept.arrangement)
  for (const [side, { tabs, active }] of [
    ['left', left],
    ['right', right],
  ] as const) {
    openTabs(model.panes[side], tabs, active, { replaces: true })
  }
  model.window.setState({ leftPercent })
  say(model.window, text('workspaces.opened', { name }))
}
